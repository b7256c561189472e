//! What sites publish, for programs: `GET /api/v1/entries?site=&section=&lang=&after=`.

use axum::{extract::Query, response::Response};
use kernel::{ApiDoc, ApiParam, Ctx, Error, Result};
use serde::{Deserialize, Serialize};
use ui::Turn;

use super::{
    entries_key,
    field::Fields,
    kind::{ARTICLE, Kind},
    store::public::{self, Shelf},
    tongue::Tongue,
};
use crate::site::{self, Lookup};

/// Entries on a page.
const PER_PAGE: usize = 50;

/// What the API's description says of it.
pub(super) const DOC: ApiDoc = ApiDoc {
    summary: "What a site has published in a section, in the order of its list, 50 at a time",
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
        ApiParam {
            name: "after",
            place: "query",
            kind: "string",
            about: "Go on after this entry, as `next` of the answer before names it",
        },
    ],
    response: r#"{"type":"object","required":["next","items"],"properties":{"next":{"type":["string","null"],"format":"uri","description":"Address of what comes after; null at the end"},"items":{"type":"array","items":{"type":"object","required":["id","kind","title","url","published"],"properties":{"id":{"type":"string","format":"uuid"},"kind":{"type":"string"},"title":{"type":"string"},"summary":{"type":"string"},"url":{"type":"string","format":"uri"},"published":{"type":"string","format":"date-time"},"fields":{"type":"object","description":"What the kind declares: texts, or rows of texts"}}}}}}"#,
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
    after: String,
}

#[derive(Serialize)]
struct Answer {
    next: Option<String>,
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
    let turn = if asked.after.is_empty() { Turn::First } else { Turn::After(asked.after) };
    let origin = ctx.app().config().origin("");
    let leaf = public::leaf(ctx.read(), &shelf, &turn, PER_PAGE).await?;
    let next = leaf.rows.last().filter(|_| leaf.after).map(|last| {
        let (section, lang) = (kind.section, lang.code());
        format!(
            "{origin}/api/v1/entries?site={}&section={section}&lang={lang}&after={}",
            site.slug, last.short
        )
    });
    let items = leaf.rows.into_iter().map(|shown| Item {
        url: format!("{origin}/s/{}{}", site.slug, shown.path()),
        id: shown.id.to_string(),
        kind: kind.name,
        published: shown.at.rfc3339(),
        title: shown.title,
        summary: shown.summary,
        fields: shown.fields,
    });
    let answer = Answer { next, items: items.collect() };
    Ok(ctx.public_bytes("application/json", serde_json::to_string(&answer)?))
}
