//! What waits for whoever has signed in: what is late, new, to be answered, to be approved.

use base::{Id, Timestamp};
use kernel::{Ctx, Errand, Task, Urgency, Waiting};
use ui::t;

use super::{WORK, model::Status, store::work};
use crate::site;

/// How much waits. Only what there is.
pub fn waiting(ctx: Ctx) -> Task<'static, Vec<Waiting>> {
    Box::pin(async move {
        let Some(account) = ctx.actor().account_id() else { return Ok(Vec::new()) };
        let mine = work::mine(ctx.read(), ctx.actor(), account, ctx.now()).await?;
        let tile = |urgency, count: i64, words, href| Waiting {
            urgency,
            count: count.max(0).unsigned_abs(),
            words: t(ctx.lang(), words).to_owned(),
            href,
        };
        let tiles = [
            tile(Urgency::Late, mine.late, "portal.question.waiting.late", "/quan-tri/hoi-dap?late=1"),
            tile(
                Urgency::Soon,
                mine.review,
                "portal.question.waiting.review",
                "/quan-tri/hoi-dap?status=in_review",
            ),
            tile(Urgency::Soon, mine.fresh, "portal.question.waiting.fresh", "/quan-tri/hoi-dap?status=new"),
            tile(
                Urgency::InTime,
                mine.answer,
                "portal.question.waiting.answer",
                "/quan-tri/hoi-dap?status=classified",
            ),
        ];
        Ok(tiles.into_iter().filter(|tile| tile.count > 0).collect())
    })
}

/// What waits, one by one.
pub fn queue(ctx: Ctx, most: u64) -> Task<'static, Vec<Errand>> {
    Box::pin(async move {
        let Some(account) = ctx.actor().account_id() else { return Ok(Vec::new()) };
        let family = site::sites(ctx.app())?;
        let found = work::queue(ctx.read(), ctx.actor(), account, most).await?;
        Ok(found
            .into_iter()
            .map(|row| {
                let status = row.status();
                let due = Timestamp(row.due_at);
                let urgency = match status {
                    _ if ctx.now() > due => Urgency::Late,
                    Status::New | Status::Transferred | Status::InReview => Urgency::Soon,
                    _ => Urgency::InTime,
                };
                let what = match status {
                    Status::New | Status::Transferred => "portal.question.waiting.classify_it",
                    Status::InReview => "portal.question.waiting.approve_it",
                    _ => "portal.question.waiting.answer_it",
                };
                Errand {
                    urgency,
                    at: due,
                    about: family
                        .by_id(Id::from_uuid(row.site_id))
                        .map_or("", |site| site.name_in(ctx.lang()))
                        .to_owned(),
                    href: format!("{WORK}/{}", row.id),
                    what: t(ctx.lang(), what).to_owned(),
                    when: ui::fill(ctx.lang(), "portal.question.waiting.due", &[("when", &due.local().vn())]),
                    title: row.title,
                }
            })
            .collect())
    })
}
