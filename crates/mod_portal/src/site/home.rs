use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use base::Id;
use kernel::{Ctx, Error, Result};
use svc_org::Agency;
use ui::{FormState, Link, Page, Stat};

use crate::{
    entry::{self, NewsItem},
    procedure,
};

use super::{
    ALL, Lookup, Site, SiteKind, Sites, former, sites,
    view::{Body, Named, departments},
};

/// A reason to come to the state: what it is called, what is done then, what is searched for.
pub struct Life {
    icon: &'static str,
    title: String,
    text: String,
    href: String,
}

/// The icon and the key of its texts.
const LIVES: [&str; 6] = ["birth", "marriage", "house", "business", "school", "health"];

/// The keys of searches offered at once.
const CHIPS: [&str; 5] = ["birth", "copy", "residence", "certify", "record"];

#[derive(Template)]
#[template(path = "site/templates/province.html")]
struct ProvincePage {
    page: Page,
    form: FormState,
    chips: Vec<Named>,
    lives: Vec<Life>,
    stats: Vec<Stat>,
    news: Vec<NewsItem>,
    /// Where else something is published.
    sections: Vec<Link>,
    departments: Vec<Named>,
    communes: Vec<Named>,
    wards: Vec<Named>,
    archives: usize,
}

#[derive(Template)]
#[template(path = "site/templates/member.html")]
struct MemberPage {
    page: Page,
    site: Site,
    commune: bool,
    intro: Vec<String>,
    lives: Vec<Life>,
    news: Vec<NewsItem>,
    /// Where else something is published.
    sections: Vec<Link>,
    body: Body,
}

/// An address without its closing stroke.
pub(super) async fn bare(ctx: Ctx, Path(slug): Path<String>) -> Response {
    moved(&ctx.page("").href(&format!("/s/{slug}/")))
}

/// Has moved for good: to another address of this program.
fn moved(href: &str) -> Response {
    let place = HeaderValue::from_str(href).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, place)]).into_response()
}

/// Is found elsewhere today. Names come back with a later reorganisation, so nobody is to remember it.
pub(super) fn elsewhere(href: &str) -> Response {
    let place = HeaderValue::from_str(href).unwrap_or(HeaderValue::from_static("/"));
    let no_cache = HeaderValue::from_static("no-cache");
    (StatusCode::FOUND, [(header::LOCATION, place), (header::CACHE_CONTROL, no_cache)]).into_response()
}

/// Leads from an agency to its own site, whose word in addresses only the family knows; to what is known of the agency
/// when it has none.
pub(super) async fn of_agency(ctx: Ctx, Path(id): Path<String>) -> Result<Response> {
    let id: Id<Agency> = id.parse().map_err(|_| Error::NotFound)?;
    let page = ctx.page("");
    if let Some(site) = sites(ctx.app())?.by_agency(id.uuid()) {
        return Ok(elsewhere(&page.href(&format!("/s/{}/", site.slug))));
    }
    svc_org::tree(ctx.app())?.get(id).ok_or(Error::NotFound)?;
    Ok(elsewhere(&page.href(&format!("/co-quan/{id}"))))
}

/// The first page behind a word in an address, whatever the word means today.
pub(super) async fn show(ctx: Ctx, Path(slug): Path<String>) -> Result<Response> {
    let family = sites(ctx.app())?;
    match family.by_slug(&slug, ctx.today()) {
        Lookup::Live(site) if site.kind == SiteKind::Province => province(&ctx, &family, &site).await,
        Lookup::Live(site) => member(&ctx, &family, &site).await,
        Lookup::Former(site) => former::show(&ctx, &family, &site),
        Lookup::Moved(site) => Ok(elsewhere(&renamed(&ctx, &slug, &site))),
        Lookup::Several(named) => match named.as_slice() {
            [only] => Ok(elsewhere(&ctx.page("").href(&format!("/s/{}/", only.slug)))),
            _ => former::choose(&ctx, &named),
        },
        Lookup::Unknown => former::unknown(&ctx),
    }
}

/// The same page under the word its site has now.
fn renamed(ctx: &Ctx, word: &str, site: &Site) -> String {
    let origin = ctx.origin();
    let rest = origin.path.strip_prefix(&format!("/s/{word}")).unwrap_or(&origin.path);
    let query = if origin.query.is_empty() { String::new() } else { format!("?{}", origin.query) };
    let rest = if rest.starts_with('/') { rest } else { "/" };
    format!("{}{query}", ctx.page("").href(&format!("/s/{}{rest}", site.slug)))
}

async fn province(ctx: &Ctx, family: &Sites, site: &Site) -> Result<Response> {
    ctx.depends_on(ALL);
    let today = ctx.today();
    let mut page = ctx.page(site.name_in(ctx.lang()));
    page.description = page.t("portal.home.description").to_owned();
    page.meta.kind = "website".to_owned();
    let of = |kind| family.living_of(kind, today);
    let departments = departments(ctx, &page, family)?;
    let (wards, communes): (Vec<_>, Vec<_>) =
        of(SiteKind::Commune).partition(|s| base::text::fold(&s.name).starts_with("phuong "));
    let short = |sites: Vec<&std::sync::Arc<Site>>| -> Vec<Named> {
        sites.into_iter().map(|s| Named::short(&page, s)).collect()
    };
    let (wards, communes) = (short(wards), short(communes));
    let stats = stats(ctx, &page, departments.len(), wards.len() + communes.len()).await?;
    let html = ProvincePage {
        form: FormState::default(),
        chips: CHIPS.iter().map(|key| chip(&page, key)).collect(),
        lives: LIVES.iter().map(|key| life(&page, key)).collect(),
        stats,
        news: entry::latest(ctx, site.id, 6).await?,
        sections: entry::sections(ctx, &page, site.id).await?,
        departments,
        communes,
        wards,
        archives: family.all().iter().filter(|s| !s.lives(today)).count(),
        page,
    };
    ctx.public_page(&html)
}

/// What the program itself can count; each number leads to what it counted.
async fn stats(ctx: &Ctx, page: &Page, departments: usize, communes: usize) -> Result<Vec<Stat>> {
    let stat = |key: &str, n: usize, path: &str| Stat {
        value: page.number(n),
        label: page.t(key).to_owned(),
        href: page.href(path),
    };
    let mut stats = Vec::new();
    ctx.depends_on(procedure::CATALOGUE);
    match usize::try_from(procedure::count(ctx).await?) {
        Ok(0) | Err(_) => {}
        Ok(count) => stats.push(stat("portal.home.stat.procedures", count, "/thu-tuc")),
    }
    stats.push(stat("portal.home.stat.communes", communes, "/cac-trang#communes"));
    stats.push(stat("portal.home.stat.departments", departments, "/cac-trang#departments"));
    Ok(stats)
}

async fn member(ctx: &Ctx, family: &Sites, site: &Site) -> Result<Response> {
    ctx.depends_on(ALL);
    let mut page = ctx.page(site.name_in(ctx.lang()));
    let commune = site.kind == SiteKind::Commune;
    page.description = page.fill("portal.member.description", &[("name", &site.name_in(page.lang))]);
    page.meta.kind = "website".to_owned();
    let html = MemberPage {
        commune,
        intro: paragraphs(site.intro_in(page.lang)),
        lives: if commune { LIVES.iter().map(|key| life(&page, key)).collect() } else { Vec::new() },
        news: entry::latest(ctx, site.id, 5).await?,
        sections: entry::sections(ctx, &page, site.id).await?,
        body: Body::of(ctx, &page, family, site).await?,
        site: site.clone(),
        page,
    };
    ctx.public_page(&html)
}

/// Text without markup: an empty line ends a paragraph.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n").split("\n\n").map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect()
}

fn chip(page: &Page, key: &str) -> Named {
    let name = page.t(&format!("portal.home.chip.{key}")).to_owned();
    // The catalogue speaks Vietnamese, so that is what is searched for.
    let query = ui::t(ui::Lang::Vi, &format!("portal.home.chip.{key}")).to_owned();
    Named { name, href: search(page, &query), note: String::new() }
}

fn life(page: &Page, key: &'static str) -> Life {
    let said = |what: &str| page.t(&format!("portal.home.life.{key}.{what}")).to_owned();
    let query = ui::t(ui::Lang::Vi, &format!("portal.home.life.{key}.query")).to_owned();
    Life { icon: key, title: said("title"), text: said("text"), href: search(page, &query) }
}

fn search(page: &Page, query: &str) -> String {
    let words: Vec<String> = query
        .split_whitespace()
        .map(|w| askama::filters::urlencode_strict(w).map(|e| e.to_string()).unwrap_or_default())
        .collect();
    page.href(&format!("/thu-tuc?q={}", words.join("+")))
}
