use axum::{extract::Query, response::Response};
use base::{Id, LocalDate};
use kernel::{ApiDoc, ApiParam, Ctx, Error, Result};
use serde::{Deserialize, Serialize};
use ui::Message;

use super::{ALL, Agency, CommuneKind, Kind};
use crate::tree;

pub(super) const DOC: ApiDoc = ApiDoc {
    summary: "Agencies and territorial units that exist on a day",
    params: &[
        ApiParam {
            name: "as_of",
            place: "query",
            kind: "string",
            about: "The day, ISO 8601 (2025-06-30); today if left out",
        },
        ApiParam {
            name: "kind",
            place: "query",
            kind: "string",
            about: "Only this kind: province, office, department, inspectorate, board, service_centre, vertical, \
                    district, commune, facility",
        },
    ],
    response: r#"{"type":"array","items":{"type":"object",
        "required":["id","code","unit_code","kind","commune_kind","name","full_name","name_en","slug","parent",
                    "valid_from","valid_to"],
        "properties":{
            "id":{"type":"string","format":"uuid"},
            "code":{"type":["string","null"],"description":"Agency code, Decision 20/2020/QD-TTg"},
            "unit_code":{"type":["string","null"],"description":"Code of the statistics office: 2, 3 or 5 digits"},
            "kind":{"type":"string"},
            "commune_kind":{"type":["string","null"],"enum":["xa","phuong","thi_tran",null]},
            "name":{"type":"string"},
            "full_name":{"type":"string"},
            "name_en":{"type":["string","null"]},
            "slug":{"type":"string"},
            "parent":{"type":["string","null"],"format":"uuid"},
            "valid_from":{"type":["string","null"],"format":"date"},
            "valid_to":{"type":["string","null"],"format":"date","description":"The last day, included"}}}}"#,
};

#[derive(Deserialize)]
pub(super) struct Params {
    as_of: Option<String>,
    kind: Option<String>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: Id<Agency>,
    code: Option<&'a str>,
    unit_code: Option<&'a str>,
    kind: &'static str,
    commune_kind: Option<&'static str>,
    name: &'a str,
    full_name: &'a str,
    name_en: Option<&'a str>,
    slug: &'a str,
    parent: Option<Id<Agency>>,
    valid_from: Option<LocalDate>,
    valid_to: Option<LocalDate>,
}

pub(super) async fn index(ctx: Ctx, Query(params): Query<Params>) -> Result<Response> {
    let as_of = match params.as_of.as_deref().filter(|d| !d.is_empty()) {
        None => ctx.today(),
        Some(day) => LocalDate::parse(day).map_err(|_| Error::BadRequest(Message::new("org.api.as_of")))?,
    };
    let kind = match params.kind.as_deref().filter(|k| !k.is_empty()) {
        None => None,
        Some(kind) => Some(Kind::parse(kind).ok_or_else(|| Error::BadRequest(Message::new("org.api.kind")))?),
    };
    ctx.depends_on(ALL);
    let tree = tree(ctx.app())?;
    let agencies = tree.at(as_of).into_iter().filter(|a| kind.is_none_or(|k| a.kind == k));
    let items: Vec<Item<'_>> = agencies
        .map(|a| Item {
            id: a.id,
            code: a.code.as_ref().map(|c| c.as_str()),
            unit_code: a.unit_code.as_deref(),
            kind: a.kind.as_str(),
            commune_kind: a.commune_kind.map(CommuneKind::as_str),
            name: &a.name,
            full_name: &a.full_name,
            name_en: a.name_en.as_deref(),
            slug: &a.slug,
            parent: a.parent,
            valid_from: a.validity.from(),
            valid_to: a.validity.to(),
        })
        .collect();
    Ok(ctx.public_bytes("application/json", serde_json::to_string(&items)?))
}
