//! How many are told of what. Who they are is on no screen.

use askama::Template;
use axum::response::Response;
use base::Id;
use kernel::{Ctx, Result};
use ui::Page;

use super::{label, model::Topic, store};
use crate::site;

/// Most topics listed.
const MOST: u64 = 200;

struct Row {
    topic: String,
    site: String,
    each: i64,
    daily: i64,
    unconfirmed: i64,
}

#[derive(Template)]
#[template(path = "mailing/templates/work_index.html")]
struct IndexPage {
    page: Page,
    rows: Vec<Row>,
    readers: i64,
}

pub(super) async fn index(ctx: Ctx) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.mailing.work.title").to_owned();
    let family = site::sites(ctx.app())?;
    let counted = store::counts(ctx.read(), ctx.actor(), MOST).await?;
    let mut titles = std::collections::HashMap::new();
    let topics: Vec<Option<Topic>> = counted.iter().map(|one| Topic::parse(&one.topic)).collect();
    let pages: Vec<_> =
        topics.iter().filter_map(|t| if let Some(Topic::Entry(id)) = t { Some(*id) } else { None }).collect();
    titles.extend(store::titles(ctx.read(), &pages).await?);
    let mut rows = Vec::new();
    for (one, topic) in counted.into_iter().zip(topics) {
        let topic = match topic {
            Some(Topic::Entry(id)) => {
                titles.get(&id).cloned().unwrap_or_else(|| page.t("portal.mailing.gone_page").to_owned())
            }
            Some(topic) => label(&ctx, page.lang, &topic).await?,
            None => continue,
        };
        let home = family.by_id(Id::from_uuid(one.site_id));
        rows.push(Row {
            topic,
            site: home.map(|site| site.name_in(page.lang).to_owned()).unwrap_or_default(),
            each: one.each,
            daily: one.daily,
            unconfirmed: one.unconfirmed,
        });
    }
    let readers = rows.iter().map(|row| row.each + row.daily).sum();
    ctx.html(&IndexPage { page, rows, readers })
}
