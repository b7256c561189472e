//! What waits for whoever has signed in: entries to decide on, and their own that are not handed over.

use base::{Id, Timestamp};
use kernel::{Ctx, Errand, Task, Urgency, Waiting};
use ui::{Message, t};

use super::{desk, model::Status, store::waiting as store};
use crate::site::{self, Site};

/// How much waits. Only what there is: a tile of nothing would be one more thing to read.
pub fn waiting(ctx: Ctx) -> Task<'static, Vec<Waiting>> {
    Box::pin(async move {
        let Some(account) = ctx.actor().account_id() else { return Ok(Vec::new()) };
        let mine = store::mine(ctx.read(), ctx.actor(), account).await?;
        let tile = |status: Status, count: i64, words, href| Waiting {
            urgency: urgency(status),
            count: count.max(0).unsigned_abs(),
            words: t(ctx.lang(), words).to_owned(),
            href,
        };
        let tiles = [
            tile(
                Status::InReview,
                mine.review,
                "portal.entry.waiting.review",
                "/quan-tri/noi-dung?status=in_review",
            ),
            tile(
                Status::Returned,
                mine.returned,
                "portal.entry.waiting.returned",
                "/quan-tri/noi-dung?status=returned",
            ),
            tile(
                Status::Draft,
                mine.drafts,
                "portal.entry.waiting.drafts",
                "/quan-tri/noi-dung?status=draft",
            ),
        ];
        Ok(tiles.into_iter().filter(|tile| tile.count > 0).collect())
    })
}

/// No law sets an entry's time, so none is ever late; what others wait for comes before what nobody has seen yet.
const fn urgency(status: Status) -> Urgency {
    match status {
        Status::InReview | Status::Returned => Urgency::Soon,
        Status::Draft | Status::Scheduled | Status::Published | Status::Withdrawn => Urgency::InTime,
    }
}

/// What waits, one by one.
pub fn queue(ctx: Ctx, most: u64) -> Task<'static, Vec<Errand>> {
    Box::pin(async move {
        let Some(account) = ctx.actor().account_id() else { return Ok(Vec::new()) };
        let family = site::sites(ctx.app())?;
        let errands = store::queue(ctx.read(), ctx.actor(), account, most).await?.into_iter().map(|row| {
            let status = Status::parse(&row.status).unwrap_or(Status::Draft);
            let home = family.by_id(Id::from_uuid(row.site_id));
            let at = Timestamp(row.updated_at);
            let waited = home.and_then(|site| waited(&ctx, site, at));
            let (what, when) = match status {
                Status::InReview => ("portal.entry.waiting.decide", waited),
                Status::Returned => ("portal.entry.waiting.mend", waited),
                _ => ("portal.entry.waiting.go_on", None),
            };
            let last = || ui::fill(ctx.lang(), "portal.entry.waiting.written", &[("when", &at.local().vn())]);
            Errand {
                urgency: urgency(status),
                at,
                about: home.map_or("", |site| site.name_in(ctx.lang())).to_owned(),
                href: desk::path(Id::from_uuid(row.id)),
                what: t(ctx.lang(), what).to_owned(),
                when: when.unwrap_or_else(last),
                title: row.title,
            }
        });
        Ok(errands.collect())
    })
}

/// How long somebody has waited, in the working time of the site's agency.
fn waited(ctx: &Ctx, home: &Site, since: Timestamp) -> Option<String> {
    let tree = svc_org::tree(ctx.app()).ok()?;
    let calendar = svc_workflow::calendar_of(ctx.app()).ok()?;
    let hours = svc_workflow::hours_of(ctx.app(), &site::path(&tree, home), ctx.today()).ok()?;
    let minutes = hours.worked_seconds(&calendar, since.local(), ctx.now().local()) / 60;
    let days = minutes * 60 / hours.ordinary_day_seconds().max(1);
    let message = match (days, minutes / 60) {
        (0, 0) => Message::new("portal.entry.waiting.minutes").with("minutes", minutes),
        (0, n) => Message::new("portal.entry.waiting.hours").with("hours", n).with("minutes", minutes % 60),
        (n, _) => Message::new("portal.entry.waiting.days").with("days", n),
    };
    Some(message.text(ctx.lang()))
}
