//! What was answered, for programs that follow it: RSS 2.0.

use askama::Template;
use axum::response::Response;
use base::Timestamp;
use kernel::{Ctx, Result};
use ui::Page;

use super::{store::public, web_public};
use crate::{entry::rfc822, site};

/// Questions in a feed.
const IN_FEED: u64 = 30;

struct Item {
    title: String,
    link: String,
    about: String,
    category: String,
    id: String,
    date: String,
}

#[derive(Template)]
#[template(path = "question/templates/rss.xml")]
struct Rss {
    page: Page,
    title: String,
    description: String,
    link: String,
    own: String,
    lang: &'static str,
    built: String,
    items: Vec<Item>,
}

pub(super) async fn rss(ctx: Ctx) -> Result<Response> {
    let site = site::current(&ctx)?;
    let shelf = web_public::shelf(&ctx, &site);
    ctx.depends_on(site::ALL);
    let page = ctx.page("");
    let found = public::list(ctx.read(), &shelf, IN_FEED, 0).await?;
    let latest = found.first().map_or(site.changed_at, |shown| Timestamp(shown.published_at));
    let mut items = Vec::new();
    for shown in found {
        let (id, date) = (shown.id.to_string(), rfc822(Timestamp(shown.published_at)));
        let item = web_public::item(&ctx, &page, shown)?;
        items.push(Item {
            link: format!("{}{}", page.origin, item.href),
            category: page.t(item.kind).to_owned(),
            about: item.beginning,
            title: item.title,
            id,
            date,
        });
    }
    let (name, what) = (site.name_in(page.lang), page.t("portal.question.section").to_owned());
    let feed = Rss {
        title: page.fill("portal.entry.feed.title", &[("site", &name), ("what", &what)]),
        description: page.fill("portal.entry.feed.description", &[("site", &name), ("what", &what)]),
        link: format!("{}{}", page.origin, page.site("/hoi-dap")),
        own: format!("{}{}", page.origin, page.site("/hoi-dap/rss.xml")),
        lang: page.lang.code(),
        built: rfc822(latest),
        items,
        page,
    };
    Ok(ctx.public_bytes("application/rss+xml; charset=utf-8", feed.render()?))
}
