//! What waits for whoever has signed in: articles to decide on, and their own that are not handed over.

use kernel::{Ctx, Task, Waiting};
use ui::t;

use super::store::work;

/// The tiles of the first work screen. Only what there is: a tile of nothing would be one more thing to read.
pub fn waiting(ctx: Ctx) -> Task<'static, Vec<Waiting>> {
    Box::pin(async move {
        let Some(account) = ctx.actor().account_id() else { return Ok(Vec::new()) };
        let mine = work::mine(ctx.read(), ctx.actor(), account).await?;
        let tile = |state, count: i64, words, href| Waiting {
            state,
            count: count.max(0).unsigned_abs(),
            words: t(ctx.lang(), words).to_owned(),
            href,
        };
        let tiles = [
            tile("soon", mine.review, "portal.article.waiting.review", "/quan-tri/bai-viet?status=in_review"),
            tile(
                "late",
                mine.returned,
                "portal.article.waiting.returned",
                "/quan-tri/bai-viet?status=returned",
            ),
            tile("ok", mine.drafts, "portal.article.waiting.drafts", "/quan-tri/bai-viet?status=draft"),
        ];
        Ok(tiles.into_iter().filter(|tile| tile.count > 0).collect())
    })
}
