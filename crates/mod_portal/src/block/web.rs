//! The screen on which a home page is composed, and the draft as readers would see it.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result};
use ui::{FormState, Page};

use super::{Block, Kind, show::fitting};
use crate::{
    face::{self, Drafted, Tab, WORK, history, kept, missing, screen, tabs, warnings},
    menu::Item,
    policy::SITE_COMPOSE,
    site::{self, Lookup, Site, sites},
};

/// A block as the screen lists it.
struct Row {
    /// The name of its kind.
    name: String,
    icon: &'static str,
    /// What its editors chose, in short.
    note: String,
    /// Its kind is not known any more, or not for such a site: readers do not see it.
    unknown: bool,
    href: String,
    at: usize,
    last: bool,
}

impl Row {
    fn up(&self) -> usize {
        self.at.saturating_sub(1)
    }

    const fn down(&self) -> usize {
        self.at + 1
    }
}

/// A kind to choose from.
struct Offer {
    name: &'static str,
    title: String,
    about: String,
    icon: &'static str,
}

#[derive(Template)]
#[template(path = "block/templates/show.html")]
struct ShowPage {
    page: Page,
    tabs: Vec<Tab>,
    path: String,
    rows: Vec<Row>,
    offers: Vec<Offer>,
    form: FormState,
    version: i64,
    draft: bool,
    stale: bool,
    public: String,
    preview: String,
    warnings: Vec<(&'static str, String)>,
    history: Option<String>,
}

pub(super) fn path(site: Id<Site>) -> String {
    format!("{WORK}/{site}")
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Site>>) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    answer(&ctx, StatusCode::OK, &site, FormState::default()).await
}

/// What an editor chose for a block, as far as one line says it.
fn note(page: &Page, kind: &'static Kind, block: &Block) -> String {
    let mut said = Vec::new();
    let heading = block.fields.text(if page.is_vi() { "heading" } else { "heading_en" });
    if !heading.is_empty() {
        said.push(heading.to_owned());
    }
    for option in kind.options() {
        let text = block.fields.text(option.name);
        match option.shape {
            _ if text.is_empty() => {}
            crate::entry::field::Shape::Choice(words) if words.contains(&text) => {
                said.push(page.t(&option.word_key(&kind.word(), text)).to_owned());
            }
            crate::entry::field::Shape::Number => {
                said.push(page.count("portal.composer.count", text.parse::<i64>().unwrap_or(0)))
            }
            _ => {}
        }
    }
    said.join(" · ")
}

async fn answer(ctx: &Ctx, status: StatusCode, site: &Site, form: FormState) -> Result<Response> {
    let kept = kept::<Vec<Block>, _>(ctx.read(), site.id).await?;
    let blocks = kept.working(ctx.app(), site);
    let menu = face::kept::<Vec<Item>, _>(ctx.read(), site.id).await?.working(ctx.app(), site);
    let page = screen(ctx, site, "portal.composer.title");
    let own = page.href(&path(site.id));
    let rows = blocks
        .iter()
        .enumerate()
        .map(|(at, block)| {
            let kind = Kind::by_name(&block.kind).filter(|kind| (kind.fits)(site.kind));
            Row {
                name: kind.map_or_else(|| block.kind.clone(), |kind| page.t(&kind.key()).to_owned()),
                icon: kind.map_or("alert", |kind| kind.icon),
                note: kind.map(|kind| note(&page, kind, block)).unwrap_or_default(),
                unknown: kind.is_none(),
                href: format!("{own}/khoi/{}", block.id),
                at,
                last: at + 1 == blocks.len(),
            }
        })
        .collect();
    let had = |kind: &Kind| kind.once && blocks.iter().any(|block| block.kind == kind.name);
    let offers = fitting(site).filter(|kind| !had(kind)).map(|kind| Offer {
        name: kind.name,
        title: page.t(&kind.key()).to_owned(),
        about: page.t(&kind.about_key()).to_owned(),
        icon: kind.icon,
    });
    let shown = ShowPage {
        tabs: tabs(ctx, &page, site),
        path: own,
        rows,
        offers: offers.collect(),
        form,
        version: kept.version,
        draft: kept.draft.is_some(),
        stale: status == StatusCode::CONFLICT,
        public: page.href(&format!("/s/{}/", site.slug)),
        preview: page.href(&format!("/s/{}/ban-nhap", site.slug)),
        warnings: warnings(ctx, &page, site, &missing(site, &menu)),
        history: history(ctx, &page, site).await?,
        page,
    };
    ctx.html_with(status, &shown)
}

impl Drafted for Vec<Block> {
    const PUBLISHED: &'static str = "portal.composer.said.published";

    fn path(site: Id<Site>) -> String {
        path(site)
    }

    fn screen(
        ctx: &Ctx,
        status: StatusCode,
        site: &Site,
        form: Option<FormState>,
    ) -> impl Future<Output = Result<Response>> + Send {
        answer(ctx, status, site, form.unwrap_or_default())
    }
}

/// The draft of home page and menu as readers would see them, for the site's editors only.
pub(super) async fn preview(ctx: Ctx, Path(slug): Path<String>) -> Result<Response> {
    let (Lookup::Live(found) | Lookup::Former(found)) = sites(ctx.app())?.by_slug(&slug, ctx.today()) else {
        return Err(Error::NotFound);
    };
    let site = site::open(&ctx, SITE_COMPOSE, found.id).await?;
    let blocks = kept::<Vec<Block>, _>(ctx.read(), site.id).await?.working(ctx.app(), &site);
    let menu = kept::<Vec<Item>, _>(ctx.read(), site.id).await?.working(ctx.app(), &site);
    site::preview(&ctx, &site, &blocks, &menu, None).await
}
