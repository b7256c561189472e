//! What was answered, for programs that follow it.

use axum::response::Response;
use base::Timestamp;
use kernel::{Ctx, Result};

use super::{store::public, web_public};
use crate::{
    feed::{Feed, Item},
    site,
};

/// Questions in a feed.
const IN_FEED: u64 = 30;

pub(super) async fn rss(ctx: Ctx) -> Result<Response> {
    feed(&ctx, "/hoi-dap/rss.xml").await?.rss(&ctx)
}

pub(super) async fn atom(ctx: Ctx) -> Result<Response> {
    feed(&ctx, "/hoi-dap/atom.xml").await?.atom(&ctx)
}

async fn feed(ctx: &Ctx, own: &str) -> Result<Feed> {
    let site = site::current(ctx)?;
    let shelf = web_public::shelf(ctx, &site);
    ctx.depends_on(site::ALL);
    let found = public::list(ctx.read(), &shelf, IN_FEED, 0).await?;
    let latest = found.first().map_or(site.changed_at, |shown| Timestamp(shown.published_at));
    let what = ui::t(ctx.lang(), "portal.question.section");
    let mut feed = Feed::of(ctx, site.name_in(ctx.lang()), what, "/hoi-dap", own, latest);
    for shown in found {
        let (id, at) = (shown.id.to_string(), Timestamp(shown.published_at));
        let item = web_public::item(ctx, &feed.page, shown)?;
        feed.items.push(Item {
            link: format!("{}{}", feed.page.origin, item.href),
            category: feed.page.t(item.kind).to_owned(),
            summary: item.beginning,
            title: item.title,
            id,
            at,
        });
    }
    Ok(feed)
}
