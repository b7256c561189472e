//! The catalogue for programs: `GET /api/v1/procedures?q=&page=`.

use axum::{extract::Query, response::Response};
use base::LocalDate;
use kernel::{ApiDoc, ApiParam, Ctx, Result};
use serde::Serialize;

use super::{
    filter::Filter,
    find::{self, KIND},
    store::Line,
};

/// What the API's description says of it.
pub const DOC: ApiDoc = ApiDoc {
    summary: "Administrative procedures of the province, found by words or listed by name, 50 a page",
    params: &[
        ApiParam {
            name: "q",
            place: "query",
            kind: "string",
            about: "Words, with or without accents, or a code",
        },
        ApiParam {
            name: "page",
            place: "query",
            kind: "integer",
            about: "Page, from 1; the last one if beyond it",
        },
        ApiParam {
            name: "cap",
            place: "query",
            kind: "string",
            about: "Level: xa (commune) or tinh (province)",
        },
        ApiParam { name: "linh-vuc", place: "query", kind: "string", about: "Sector, whole name" },
        ApiParam { name: "co-quan", place: "query", kind: "string", about: "Agency, whole name" },
        ApiParam {
            name: "kenh",
            place: "query",
            kind: "string",
            about: "Channel: truc-tiep (desk), buu-chinh (post) or truc-tuyen (online)",
        },
    ],
    response: include_str!("api_schema.json"),
};

const PER_PAGE: u64 = 50;

#[derive(Serialize)]
struct Answer {
    total: u64,
    page: u64,
    pages: u64,
    /// Nothing has all the words; these have some.
    relaxed: bool,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    code: String,
    name: String,
    level: String,
    sector: String,
    agency: Option<String>,
    time: Option<Time>,
    fee: Option<i64>,
    fee_kind: &'static str,
    fee_note: Option<String>,
    channels: Vec<&'static str>,
    result: Option<String>,
    valid_to: Option<String>,
    /// The other province that made it public.
    elsewhere: Option<&'static str>,
    url: String,
}

#[derive(Serialize)]
struct Time {
    quantity: f64,
    unit: &'static str,
}

/// Answers with a page of procedures.
pub async fn index(ctx: Ctx, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response> {
    let filter = Filter::read(&pairs);
    let found = find::find(&ctx, &filter, PER_PAGE).await?;
    let origin = ctx.app().config().origin("");
    let answer = Answer {
        total: found.total,
        page: found.page,
        pages: found.total.div_ceil(PER_PAGE).max(1),
        relaxed: found.relaxed,
        items: found.lines.into_iter().map(|(line, _)| item(line, &origin)).collect(),
    };
    ctx.depends_on(super::CATALOGUE);
    ctx.depends_on(svc_search::cache_key(KIND));
    Ok(ctx.public_bytes("application/json", serde_json::to_string(&answer)?))
}

fn item(line: Line, origin: &str) -> Item {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Item {
        url: format!("{origin}{}", super::address(&line.code)),
        time: line.term().map(|t| Time { quantity: t.hundredths as f64 / 100.0, unit: t.unit.key() }),
        fee: line.fee().amount().map(|a| a.0),
        fee_kind: line.fee().key(),
        fee_note: some(&line.fee_note),
        channels: line.channels().into_iter().map(super::Channel::key).collect(),
        agency: some(&line.agency),
        result: some(&line.result),
        valid_to: line.valid_to().map(LocalDate::iso),
        elsewhere: line.elsewhere(),
        code: line.code,
        name: line.name,
        level: line.level,
        sector: line.sector,
    }
}
