//! What sites publish, for programs: `GET /api/v1/entries?site=&section=&lang=&page=`.

use axum::{extract::Query, response::Response};
use kernel::{ApiDoc, ApiParam, Ctx, Error, Result};
use serde::{Deserialize, Serialize};

use super::{
    entries_key,
    field::Fields,
    kind::{ARTICLE, Kind},
    store::public::{self, Shelf},
    tongue::Tongue,
};
use crate::site::{self, Lookup};

/// Entries on a page.
const PER_PAGE: u64 = 50;

/// What the API's description says of it.
pub(super) const DOC: ApiDoc = ApiDoc {
    summary: "What a site has published in a section, in the order of its list, 50 a page",
    params: &[
        ApiParam {
            name: "site",
            place: "query",
            kind: "string",
            about: "Word of the site; the province's without",
        },
        ApiParam {
            name: "section",
            place: "query",
            kind: "string",
            about: "Word of the section, for example tin-tuc (news, the default) or van-ban (documents)",
        },
        ApiParam {
            name: "lang",
            place: "query",
            kind: "string",
            about: "Language of the texts by its tag: vi (default), en, tyz, nut, hmn, ium, mlc",
        },
        ApiParam { name: "page", place: "query", kind: "integer", about: "Page, from 1" },
    ],
    response: r#"{"type":"object","required":["total","page","pages","items"],"properties":{"total":{"type":"integer"},"page":{"type":"integer"},"pages":{"type":"integer"},"items":{"type":"array","items":{"type":"object","required":["id","kind","title","url","published"],"properties":{"id":{"type":"string","format":"uuid"},"kind":{"type":"string"},"title":{"type":"string"},"summary":{"type":"string"},"url":{"type":"string","format":"uri"},"published":{"type":"string","format":"date-time"},"fields":{"type":"object","description":"What the kind declares: texts, or rows of texts"}}}}}}"#,
};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    site: String,
    #[serde(default)]
    section: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    page: String,
}

#[derive(Serialize)]
struct Answer {
    total: u64,
    page: u64,
    pages: u64,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    kind: &'static str,
    title: String,
    summary: String,
    url: String,
    published: String,
    fields: Fields,
}

pub(super) async fn list(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    ctx.depends_on(site::ALL);
    let family = site::sites(ctx.app())?;
    let site = match asked.site.as_str() {
        "" => family.province().cloned(),
        slug => match family.by_slug(slug, ctx.today()) {
            Lookup::Live(site) | Lookup::Former(site) => Some(site),
            _ => None,
        },
    };
    let site = site.ok_or(Error::NotFound)?;
    let kind = match asked.section.as_str() {
        "" => &ARTICLE,
        section => Kind::by_section(section).ok_or(Error::NotFound)?,
    };
    let lang = if asked.lang.is_empty() { Some(Tongue::VI) } else { Tongue::parse(&asked.lang) };
    let lang = lang.ok_or(Error::NotFound)?;
    ctx.depends_on(entries_key(site.id));
    let shelf = Shelf::of(site.id, kind, lang);
    let total = public::count(ctx.read(), &shelf).await?;
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = asked.page.parse().unwrap_or(1_u64).clamp(1, pages);
    let origin = ctx.app().config().origin("");
    let found = public::list(ctx.read(), &shelf, PER_PAGE, (page - 1) * PER_PAGE).await?;
    let items = found.into_iter().map(|shown| Item {
        url: format!("{origin}/s/{}{}", site.slug, shown.path()),
        id: shown.id.to_string(),
        kind: kind.name,
        published: shown.at.rfc3339(),
        title: shown.title,
        summary: shown.summary,
        fields: shown.fields,
    });
    let answer = Answer { total, page, pages, items: items.collect() };
    Ok(ctx.public_bytes("application/json", serde_json::to_string(&answer)?))
}
