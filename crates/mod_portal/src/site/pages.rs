use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::text;
use kernel::{Ctx, Error, Result};
use serde::Deserialize;
use ui::{NavItem, Page, TreeNode};

use crate::entry;

use super::{
    ALL, Lookup, Site, SiteKind, Sites,
    home::paragraphs,
    proper_name, sites,
    view::{Body, Named, departments, until},
};

#[derive(Template)]
#[template(path = "site/templates/about.html")]
struct AboutPage {
    page: Page,
    /// Where readers rate it, as HTML.
    foot: String,
    site: Site,
    intro: Vec<String>,
    body: Body,
}

#[derive(Template)]
#[template(path = "site/templates/contact.html")]
struct ContactPage {
    page: Page,
    /// Where readers rate it, as HTML.
    foot: String,
    site: Site,
    body: Body,
}

#[derive(Template)]
#[template(path = "site/templates/map.html")]
struct MapPage {
    page: Page,
    nodes: Vec<TreeNode>,
    sitemap: String,
}

#[derive(Template)]
#[template(path = "site/templates/family.html")]
struct FamilyPage {
    page: Page,
    departments: Vec<Named>,
    communes: Vec<Named>,
    /// By letter.
    former: Vec<(String, Vec<Named>)>,
    /// Something was looked for: all that was found is open.
    found: bool,
    nothing: bool,
}

/// The living site behind a slug: local pages of former ones are led to their first page before they come here.
pub(super) fn living(ctx: &Ctx, family: &Sites, slug: &str) -> Result<Site> {
    match family.by_slug(slug, ctx.today()) {
        Lookup::Live(site) => Ok(Site::clone(&site)),
        _ => Err(Error::NotFound),
    }
}

/// As [`living`], former ones included: what of them stays readable.
fn readable(ctx: &Ctx, family: &Sites, slug: &str) -> Result<Site> {
    match family.by_slug(slug, ctx.today()) {
        Lookup::Live(site) | Lookup::Former(site) => Ok(Site::clone(&site)),
        _ => Err(Error::NotFound),
    }
}

fn titled(ctx: &Ctx, key: &str) -> Page {
    let title = ui::t(ctx.lang(), key).to_owned();
    let home = ctx.home_crumb();
    let mut page = ctx.page(title.clone());
    page.crumbs.push(home);
    page.crumb(title, None)
}

/// What the agency is, what it was made of, who leads it.
pub(super) async fn about(ctx: Ctx, Path(slug): Path<String>) -> Result<Response> {
    let family = sites(ctx.app())?;
    let site = readable(&ctx, &family, &slug)?;
    let mut page = titled(&ctx, "portal.about.title");
    page.description = page.fill("portal.about.description", &[("name", &site.name_in(page.lang))]);
    let body = Body::of(&ctx, &page, &family, &site).await?;
    ctx.depends_on(ALL);
    let foot = crate::rating::beside(&ctx, &page, &site, &format!("{}/gioi-thieu", page.base))?;
    ctx.public_page(&AboutPage { foot, intro: paragraphs(site.intro_in(page.lang)), body, site, page })
}

/// Address, telephone, mail, hours; each leader with telephone and mail (Decree 43/2011/NĐ-CP art. 10).
pub(super) async fn contact(ctx: Ctx, Path(slug): Path<String>) -> Result<Response> {
    let family = sites(ctx.app())?;
    let site = living(&ctx, &family, &slug)?;
    let mut page = titled(&ctx, "portal.contact.title");
    page.description = page.fill("portal.contact.description", &[("name", &site.name_in(page.lang))]);
    let body = Body::of(&ctx, &page, &family, &site).await?;
    let foot = crate::rating::beside(&ctx, &page, &site, &format!("{}/lien-he", page.base))?;
    ctx.public_page(&ContactPage { foot, body, site, page })
}

/// Every page of the site as a tree of words; the province's shows the family.
pub(super) async fn map(ctx: Ctx, Path(slug): Path<String>) -> Result<Response> {
    ctx.depends_on(ALL);
    let family = sites(ctx.app())?;
    let site = living(&ctx, &family, &slug)?;
    let page = titled(&ctx, "portal.map.title");
    let node = |label: &str, href: String| TreeNode { label: label.to_owned(), href, ..TreeNode::default() };
    let mut nodes: Vec<TreeNode> = page.nav.iter().map(|item| of_menu(&page, item)).collect();
    for section in entry::sections(&ctx, &page, site.id).await? {
        let listed = |node: &TreeNode| {
            node.href == section.href || node.children.iter().any(|n| n.href == section.href)
        };
        if !nodes.iter().any(listed) {
            nodes.push(node(&section.label, section.href));
        }
    }
    nodes.push(node(page.t("portal.home.place.old"), page.href("/dia-chi-cu")));
    if site.kind == SiteKind::Province {
        for (key, kind, at) in [
            ("portal.family.departments", SiteKind::Department, "departments"),
            ("portal.family.communes", SiteKind::Commune, "communes"),
        ] {
            let named: Vec<Named> = match kind {
                SiteKind::Department => departments(&ctx, &page, &family)?,
                _ => family.living_of(kind, ctx.today()).map(|s| Named::site(&page, s)).collect(),
            };
            let children: Vec<TreeNode> =
                named.into_iter().map(|named| node(&named.name, named.href)).collect();
            let note = page.number(children.len());
            let href = page.href(&format!("/cac-trang#{at}"));
            nodes.push(TreeNode { note, children, ..node(page.t(key), href) });
        }
    } else if let Some(province) = family.province() {
        let named = Named::site(&page, province);
        nodes.push(node(&named.name, named.href));
    }
    let sitemap = page.base.clone() + "/sitemap.xml";
    ctx.public_page(&MapPage { nodes, sitemap, page })
}

/// An item of the menu with those under it. One that only holds others leads to the first of them.
fn of_menu(page: &Page, item: &NavItem) -> TreeNode {
    let first = item.items.first().map_or("", |under| under.href.as_str());
    let href = if item.href.is_empty() { first } else { &item.href };
    TreeNode {
        label: item.label.clone(),
        href: page.nav_href(href),
        children: item.items.iter().map(|under| of_menu(page, under)).collect(),
        open: true,
        ..TreeNode::default()
    }
}

/// Most sites of a kind on the page: whoever looks for one of more types another letter.
const MOST: usize = 300;

/// What a reader looks for in the family.
#[derive(Deserialize)]
pub(super) struct Find {
    #[serde(default)]
    q: String,
}

/// The whole family, former members included; narrowed by a name typed with or without accents.
pub(super) async fn family(ctx: Ctx, Query(find): Query<Find>) -> Result<Response> {
    ctx.depends_on(ALL);
    let family = sites(ctx.app())?;
    let today = ctx.today();
    let mut page = titled(&ctx, "portal.family.title");
    page.description = page.t("portal.family.lede").to_owned();
    page.query = text::nfc(&find.q);
    let wanted = text::fold(&page.query);
    let fits = |site: &Site| {
        wanted.is_empty()
            || text::fold(&site.name).contains(&wanted)
            || text::fold(&site.name_en).contains(&wanted)
            || site.slug.contains(&wanted)
    };
    let of = |kind| -> Vec<Named> {
        family.living_of(kind, today).filter(|s| fits(s)).take(MOST).map(|s| Named::site(&page, s)).collect()
    };
    let communes = of(SiteKind::Commune);
    // Bodies below others are listed where they belong; here they are found by their name.
    let departments = match wanted.is_empty() {
        true => departments(&ctx, &page, &family)?,
        false => of(SiteKind::Department),
    };
    let former = family.all().iter().filter(|s| s.validity.to().is_some_and(|to| to < today) && fits(s));
    let former = by_letter(former.map(|site| {
        let named = Named { note: until(&page, site), ..Named::site(&page, site) };
        (proper_name(&site.name, &site.plain), named)
    }));
    let nothing = departments.is_empty() && communes.is_empty() && former.is_empty();
    let found = !wanted.is_empty();
    ctx.public_page(&FamilyPage { departments, communes, former, found, nothing, page })
}

/// Hundreds of names, under the letters with which they begin.
fn by_letter<'n>(sites: impl Iterator<Item = (&'n str, Named)>) -> Vec<(String, Vec<Named>)> {
    let mut letters: BTreeMap<String, (String, Vec<Named>)> = BTreeMap::new();
    for (name, named) in sites {
        let letter: String = name.chars().take(1).flat_map(char::to_uppercase).collect();
        letters.entry(text::sort_key(&letter)).or_insert_with(|| (letter, Vec::new())).1.push(named);
    }
    letters.into_values().collect()
}
