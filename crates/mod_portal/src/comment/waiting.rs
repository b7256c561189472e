//! What waits for whoever has signed in: opinions nobody has read yet.

use base::Timestamp;
use kernel::{Ctx, Errand, Task, Urgency, Waiting};
use ui::t;

use super::{
    WORK,
    model::Status,
    store::{self, Filter},
};

/// How much waits.
pub fn waiting(ctx: Ctx) -> Task<'static, Vec<Waiting>> {
    Box::pin(async move {
        if ctx.actor().account_id().is_none() {
            return Ok(Vec::new());
        }
        let count = store::unread(ctx.read(), ctx.actor()).await?.unsigned_abs();
        let words = t(ctx.lang(), "portal.comment.waiting.unread").to_owned();
        let tile = Waiting { urgency: Urgency::Soon, count, words, href: "/quan-tri/y-kien?status=new" };
        Ok(Some(tile).filter(|tile| tile.count > 0).into_iter().collect())
    })
}

/// What waits, one by one.
pub fn queue(ctx: Ctx, most: u64) -> Task<'static, Vec<Errand>> {
    Box::pin(async move {
        if ctx.actor().account_id().is_none() {
            return Ok(Vec::new());
        }
        let filter = Filter { status: Some(Status::New), entry: None };
        let found = store::list(ctx.read(), ctx.actor(), &filter, false, most, 0).await?;
        Ok(found
            .into_iter()
            .map(|row| Errand {
                urgency: Urgency::Soon,
                at: Timestamp(row.received_at),
                about: row.title,
                href: format!("{WORK}/{}", row.id),
                what: t(ctx.lang(), "portal.comment.waiting.read_it").to_owned(),
                when: ui::fill(
                    ctx.lang(),
                    "portal.comment.waiting.came",
                    &[("when", &Timestamp(row.received_at).local().vn())],
                ),
                title: t(ctx.lang(), "portal.comment.waiting.one").to_owned(),
            })
            .collect())
    })
}
