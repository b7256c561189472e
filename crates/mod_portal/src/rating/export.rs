use axum::{extract::Query, response::Response};
use kernel::{Ctx, Result};

use super::{
    store,
    web_work::{Asked, named},
};
use crate::{
    site,
    typed::{download, table},
};

/// Most lines of one file.
const MOST: u64 = 20_000;

const COLUMNS: [&str; 7] = ["site", "section", "page", "useful", "partly", "useless", "percent"];

/// The pages with their sums, as a table for spreadsheets.
pub(super) async fn csv(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let filter = asked.filter(ctx.today());
    let found = store::pages(ctx.read(), ctx.actor(), &filter, MOST, 0).await?;
    let page = ctx.page("");
    let family = site::sites(ctx.app())?;
    let mut rows: Vec<Vec<String>> =
        vec![COLUMNS.iter().map(|c| page.t(&format!("portal.rating.export.{c}")).to_owned()).collect()];
    for one in named(&ctx, &page, &family, found).await? {
        rows.push(vec![
            one.site,
            one.section,
            one.title,
            one.sum.useful.to_string(),
            one.sum.partly.to_string(),
            one.sum.useless.to_string(),
            one.sum.percent().map(|n| n.to_string()).unwrap_or_default(),
        ]);
    }
    let name = format!("danh-gia-{}-{}.csv", filter.from, filter.to);
    download(&name, "text/csv; charset=utf-8", table(rows)?)
}
