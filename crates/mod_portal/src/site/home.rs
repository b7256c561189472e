use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use base::Id;
use kernel::{Ctx, Error, Result};
use svc_catalogue::procedure;
use svc_org::Agency;
use ui::{Page, Picture, Stat};

use crate::{
    block::{Band, Block, bands},
    face,
};

use super::{
    ALL, Lookup, Site, SiteKind, Sites, former,
    frame::dress,
    sites,
    view::{Named, departments},
};

/// A reason to come to the state: what it is called, what is done then, what is searched for.
pub struct Life {
    /// The icon.
    pub icon: &'static str,
    /// What it is called.
    pub title: String,
    /// What is done then.
    pub text: String,
    /// The search for it.
    pub href: String,
}

/// The icon and the key of its texts.
const LIVES: [&str; 6] = ["birth", "marriage", "house", "business", "school", "health"];

/// The keys of searches offered at once.
const CHIPS: [&str; 5] = ["birth", "copy", "residence", "certify", "record"];

#[derive(Template)]
#[template(path = "site/templates/home.html")]
struct HomePage {
    page: Page,
    bands: Vec<Band>,
    /// Whether no block says what the page is.
    unnamed: bool,
    /// What a draft is, above one; empty for the page everybody sees.
    told: String,
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
        Lookup::Live(site) => home(&ctx, &family, &site).await,
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

async fn home(ctx: &Ctx, family: &Sites, site: &Site) -> Result<Response> {
    ctx.depends_on(ALL);
    ctx.depends_on(face::home_key(site.id));
    let face = face::of(ctx, site.id)?;
    let blocks = face.home.clone().unwrap_or_else(|| <Vec<Block> as face::Shape>::usual(ctx.app(), site));
    let page = frame_of(ctx, site);
    let photograph = face.photograph.as_ref();
    ctx.public_page(&compose(ctx, page, family, site, &blocks, photograph, String::new()).await?)
}

/// The draft of a home page with the menu that goes with it, as readers would see both; in this look, or in the one the
/// site has.
pub(crate) async fn preview(
    ctx: &Ctx,
    site: &Site,
    blocks: &[Block],
    menu: &[crate::menu::Item],
    look: Option<&face::Look>,
) -> Result<Response> {
    let family = sites(ctx.app())?;
    let mut page = frame_of(ctx, site);
    page.noindex = true;
    page.path = format!("{}/", page.base);
    let named: Vec<_> = menu.iter().flat_map(crate::menu::Item::entries).collect();
    let entries = face::published(ctx.read(), &named).await?;
    let entries = entries.into_iter().map(|(id, (_, path))| (id, path)).collect();
    page.nav = crate::menu::nav(ctx, &page, menu, &entries, site.is_former(ctx.today()));
    let mut photograph = face::of(ctx, site.id)?.photograph.clone();
    if let Some(look) = look {
        let shown = look.pictures(ctx.read()).await?;
        photograph = shown.photograph;
        page.brand.emblem = shown.emblem;
        dress(&mut page, site, look);
    }
    let told = page.t("portal.composer.preview_told").to_owned();
    ctx.html(&compose(ctx, page, &family, site, blocks, photograph.as_ref(), told).await?)
}

fn frame_of(ctx: &Ctx, site: &Site) -> Page {
    let mut page = ctx.page(site.name_in(ctx.lang()));
    page.description = match site.kind {
        SiteKind::Province => page.t("portal.home.description").to_owned(),
        _ => page.fill("portal.member.description", &[("name", &site.name_in(page.lang))]),
    };
    page.meta.kind = "website".to_owned();
    page
}

async fn compose(
    ctx: &Ctx,
    page: Page,
    family: &Sites,
    site: &Site,
    blocks: &[Block],
    photograph: Option<&Picture>,
    told: String,
) -> Result<HomePage> {
    let bands = bands(ctx, &page, family, site, blocks, photograph).await?;
    let unnamed = !bands.iter().any(|band| matches!(band, Band::Alone(_)));
    Ok(HomePage { bands, unnamed, told, page })
}

/// What the program itself can count; each number leads to what it counted.
///
/// # Errors
/// The database's.
pub async fn stats(ctx: &Ctx, page: &Page, family: &Sites) -> Result<Vec<Stat>> {
    ctx.depends_on(ALL);
    let communes = family.living_of(SiteKind::Commune, ctx.today()).count();
    let departments = departments(ctx, page, family)?.len();
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

/// Text without markup: an empty line ends a paragraph.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n").split("\n\n").map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect()
}

/// Searches offered at once.
pub fn chips(page: &Page) -> Vec<Named> {
    CHIPS.iter().map(|key| chip(page, key)).collect()
}

/// What people come to the state for, by what happens in their lives.
pub fn lives(page: &Page) -> Vec<Life> {
    LIVES.iter().map(|key| life(page, key)).collect()
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
