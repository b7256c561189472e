//! The register of what came in (Decree 20/2008/NĐ-CP as amended), taken along as a table. Everybody in it is a look at
//! personal data, and noted.

use axum::{extract::Query, response::Response};
use base::{Phone, Timestamp};
use kernel::{Ctx, Result, Viewed};

use super::{
    model::{Class, Kind, Rating, Status},
    store::work,
    web_work::Asked,
};
use crate::typed::{download, table};

/// Most lines of one file.
const MOST: u64 = 20_000;

const COLUMNS: [&str; 15] = [
    "no", "code", "kind", "title", "name", "address", "phone", "email", "class", "status", "agency",
    "received", "due", "answered", "rating",
];

pub(super) async fn csv(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let lines = work::register(ctx.read(), ctx.actor(), &asked.filter(ctx.now()), MOST).await?;
    let seen: Vec<Viewed<'_>> = lines
        .iter()
        .map(|line| Viewed { kind: "question", id: line.id, agency: Some(line.agency_id) })
        .collect();
    ctx.log_views(&seen, "portal.question.view.register").await;
    let page = ctx.page("");
    let mut rows: Vec<Vec<String>> =
        vec![COLUMNS.iter().map(|c| page.t(&format!("portal.question.register.{c}")).to_owned()).collect()];
    let when = |at: i64| Timestamp(at).local().vn();
    for (n, line) in lines.into_iter().enumerate() {
        let said = |key: Option<&'static str>| key.map(|key| page.t(key).to_owned()).unwrap_or_default();
        rows.push(vec![
            (n + 1).to_string(),
            super::ask::shown_code(&line.code),
            said(Kind::parse(&line.kind).map(Kind::key)),
            line.title,
            line.name,
            line.address,
            Phone::parse(&line.phone).map(|phone| phone.national()).unwrap_or_default(),
            line.email,
            said(line.class.as_deref().and_then(Class::parse).map(Class::key)),
            said(Status::parse(&line.status).map(Status::key)),
            line.agency,
            when(line.received_at),
            when(line.due_at),
            line.answered_at.map(when).unwrap_or_default(),
            said(line.rating.as_deref().and_then(Rating::parse).map(Rating::key)),
        ]);
    }
    download(&format!("so-theo-doi-{}.csv", ctx.today()), "text/csv; charset=utf-8", table(rows)?)
}
