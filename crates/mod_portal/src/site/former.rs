//! What a word in an address leads to when no living site has it: the heir, the archive, a choice, or a way out.

use std::sync::Arc;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use kernel::{Ctx, Result};
use ui::Page;

use super::{
    ALL, Site, SiteKind, Sites,
    family::{heirs, only_heir},
    home::elsewhere,
    sites,
    view::{Named, named},
};

#[derive(Template)]
#[template(path = "site/templates/archive.html")]
struct ArchivePage {
    page: Page,
    ended: String,
    heirs: Vec<Named>,
    parts: Vec<Part>,
    living: Vec<Named>,
}

/// A unit that lay in a former district, and where it went.
struct Part {
    name: String,
    heirs: Vec<Named>,
}

#[derive(Template)]
#[template(path = "site/templates/choice.html")]
struct ChoicePage {
    page: Page,
    choices: Vec<Named>,
}

#[derive(Template)]
#[template(path = "site/templates/unknown.html")]
struct UnknownPage {
    page: Page,
    home: String,
    name: String,
}

/// A site whose agency has ended. One living agency that took all of it over gets its readers; else they are told
/// who took over what.
pub(super) fn show(ctx: &Ctx, family: &Sites, site: &Site) -> Result<Response> {
    let (tree, today) = (svc_org::tree(ctx.app())?, ctx.today());
    let followed = heirs(&tree, site.agency_id, today);
    if let Some(heir) = only_heir(&followed, family) {
        return Ok(elsewhere(&ctx.page("").href(&format!("/s/{}/", heir.slug))));
    }
    ctx.depends_on(site.key());
    ctx.depends_on(ALL);
    ctx.depends_on(svc_org::AGENCIES);
    let page = ctx.page(site.name_in(ctx.lang()));
    let list = |heirs: Vec<super::family::Heir>| -> Vec<Named> {
        heirs
            .iter()
            .map(|heir| {
                let key = if heir.whole { "portal.archive.whole" } else { "portal.archive.part" };
                let since = page.fill(key, &[("day", &heir.since.vn())]);
                Named { note: since, ..named(&page, family, &heir.agency) }
            })
            .collect()
    };
    let parts: Vec<Part> = tree
        .below(base::Id::from_uuid(site.agency_id))
        .filter(|_| site.kind == SiteKind::District)
        .map(|unit| Part { name: unit.full_name.clone(), heirs: list(heirs(&tree, unit.id.uuid(), today)) })
        .collect();
    let living = family.namesakes(site);
    let last = site.validity.to().map(|day| day.vn()).unwrap_or_default();
    let html = ArchivePage {
        ended: page.fill("portal.archive.ended", &[("day", &last)]),
        heirs: list(followed),
        parts,
        living: living.iter().filter(|s| s.lives(today)).map(|s| Named::site(&page, s)).collect(),
        page,
    };
    ctx.public_page(&html)
}

/// A name several agencies have or had.
pub(super) fn choose(ctx: &Ctx, named: &[Arc<Site>]) -> Result<Response> {
    ctx.depends_on(ALL);
    ctx.depends_on(svc_org::AGENCIES);
    let tree = svc_org::tree(ctx.app())?;
    let page = ctx.page(ctx_title(ctx, "portal.choice.title"));
    let (living, former): (Vec<_>, Vec<_>) = named.iter().partition(|site| site.lives(ctx.today()));
    let choices = living
        .into_iter()
        .chain(former)
        .map(|site| {
            let mut choice = Named::site(&page, site);
            choice.note = where_it_lies(&tree, &page, site);
            choice
        })
        .collect();
    ctx.public_page(&ChoicePage { choices, page })
}

fn ctx_title(ctx: &Ctx, key: &str) -> String {
    ui::t(ctx.lang(), key).to_owned()
}

/// What tells namesakes apart: until when it existed, and the places it was made of or lay in.
fn where_it_lies(tree: &svc_org::Tree, page: &Page, site: &Site) -> String {
    let id = base::Id::from_uuid(site.agency_id);
    let mut notes: Vec<String> = Vec::new();
    if let Some(day) = site.validity.to() {
        notes.push(page.fill("portal.choice.until", &[("day", &day.vn())]));
    }
    let above = tree.get(id).map(|agency| tree.above(agency)).unwrap_or_default();
    match above.first().filter(|a| a.kind == svc_org::Kind::District) {
        Some(district) => notes.push(district.full_name.clone()),
        None => {
            let parts: Vec<String> = tree.made_of(id).iter().map(|s| s.agency.full_name.clone()).collect();
            if !parts.is_empty() {
                notes.push(page.fill("portal.choice.made_of", &[("parts", &parts.join(", "))]));
            }
        }
    }
    notes.join(" · ")
}

/// No agency has or had this name.
pub(super) fn unknown(ctx: &Ctx) -> Result<Response> {
    let family = sites(ctx.app())?;
    let page = ctx.page(ctx_title(ctx, "portal.unknown.title"));
    let name = family.province().map(|p| p.name_in(page.lang).to_owned()).unwrap_or_default();
    let home = format!("{}{}", ctx.app().config().origin(""), page.href("/"));
    ctx.html_with(StatusCode::NOT_FOUND, &UnknownPage { home, name, page })
}
