//! How much waits for whoever has signed in.

use kernel::{Ctx, Task, Urgency, Waiting};
use ui::t;

use super::store;
use crate::policy::DOSSIER_READ;

/// How much waits. Only what there is.
pub fn waiting(ctx: Ctx) -> Task<'static, Vec<Waiting>> {
    Box::pin(async move {
        if !ctx.may(DOSSIER_READ, None) {
            return Ok(Vec::new());
        }
        let mine = store::list::mine(ctx.read(), ctx.actor(), ctx.now()).await?;
        let tile = |urgency, count: i64, words, href| Waiting {
            urgency,
            count: count.max(0).unsigned_abs(),
            words: t(ctx.lang(), words).to_owned(),
            href,
        };
        let tiles = [
            tile(Urgency::Late, mine.late, "onestop.waiting.late", "/quan-tri/ho-so?late=1"),
            tile(Urgency::Soon, mine.fresh, "onestop.waiting.fresh", "/quan-tri/ho-so?status=new"),
            tile(Urgency::InTime, mine.ready, "onestop.waiting.ready", "/quan-tri/ho-so?status=finished"),
        ];
        Ok(tiles.into_iter().filter(|tile| tile.count > 0).collect())
    })
}
