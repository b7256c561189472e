//! Opinions taken along as a table. Everybody named in it is a look at personal data, and noted.

use axum::{extract::Query, response::Response};
use base::Timestamp;
use kernel::{Ctx, Result, Viewed};

use super::{store, web_work::Asked};
use crate::typed::{download, table};

/// Most lines of one file.
const MOST: u64 = 20_000;

const COLUMNS: [&str; 9] =
    ["no", "draft", "received", "name", "contact", "body", "status", "reply", "reason"];

pub(super) async fn csv(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let found = store::list(ctx.read(), ctx.actor(), &asked.filter(), true, MOST, 0).await?;
    let seen: Vec<Viewed<'_>> = found
        .iter()
        .map(|line| Viewed { kind: "comment", id: line.id, agency: Some(line.agency_id) })
        .collect();
    ctx.log_views(&seen, "portal.comment.view.list").await;
    let page = ctx.page("");
    let mut rows: Vec<Vec<String>> =
        vec![COLUMNS.iter().map(|c| page.t(&format!("portal.comment.export.{c}")).to_owned()).collect()];
    for (n, line) in found.into_iter().enumerate() {
        let status = page.t(line.status().key()).to_owned();
        rows.push(vec![
            (n + 1).to_string(),
            line.title,
            Timestamp(line.received_at).local().vn(),
            line.name,
            line.contact,
            line.body,
            status,
            line.reply,
            line.reason,
        ]);
    }
    download(&format!("y-kien-{}.csv", ctx.today()), "text/csv; charset=utf-8", table(rows)?)
}
