//! The screen of a site's look.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use ui::{Choice, FormState, Page};

use super::{
    Look, Tab, WORK, change, dress, kept,
    look::FIELDS,
    missing,
    tabs::{tabs, warnings},
};
use crate::{
    block::Block,
    entry::field::{self, Asked, Offered},
    media,
    menu::Item,
    policy::SITE_COMPOSE,
    site::{self, Site},
};

#[derive(Template)]
#[template(path = "face/templates/look.html")]
struct LookPage {
    page: Page,
    tabs: Vec<Tab>,
    form: FormState,
    action: String,
    public: String,
    palettes: Vec<Choice>,
    fields: Vec<Asked>,
    /// What the law asks for and the site lacks, each with where it is put right.
    warnings: Vec<(&'static str, String)>,
    history: Option<String>,
}

fn path(site: Id<Site>) -> String {
    format!("{WORK}/{site}/giao-dien")
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Site>>) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let kept = kept::<Look, _>(ctx.read(), id).await?;
    let form = kept.working(ctx.app(), &site).form(kept.version);
    answer(&ctx, StatusCode::OK, &site, form).await
}

async fn answer(ctx: &Ctx, status: StatusCode, site: &Site, form: FormState) -> Result<Response> {
    let page = screen(ctx, site, "portal.face.title");
    let named: Vec<Id<media::Item>> = form.pairs().filter_map(|(_, value)| value.parse().ok()).collect();
    let items = media::choices(ctx.read(), ctx.actor(), true, &named).await?;
    let pictures =
        items.into_iter().map(|item| Choice::new(item.id.to_string(), item.details.title)).collect();
    let offered = Offered { pictures, documents: Vec::new() };
    let menu = kept::<Vec<Item>, _>(ctx.read(), site.id).await?.working(ctx.app(), site);
    let shown = LookPage {
        tabs: tabs(ctx, &page, site),
        action: page.href(&path(site.id)),
        public: page.href(&format!("/s/{}/", site.slug)),
        palettes: ui::palette::ALL
            .iter()
            .map(|palette| {
                Choice::new(palette.word, page.t(&format!("portal.face.palette.{}", palette.word)))
            })
            .collect(),
        fields: field::ask(page.lang, "face", &FIELDS, &form, &offered),
        warnings: warnings(ctx, &page, site, &missing(site, &menu)),
        history: history(ctx, &page, site).await?,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// The frame of a screen on a site's face.
pub(crate) fn screen(ctx: &Ctx, site: &Site, key: &str) -> Page {
    let name = site.name_in(ctx.lang()).to_owned();
    let title = format!("{}: {name}", ui::t(ctx.lang(), key));
    let mut page = ctx.page(title);
    page.crumbs.push(ui::Crumb { label: page.t("portal.face.menu").to_owned(), href: Some(WORK.to_owned()) });
    page.crumb(name, None)
}

/// Where the history of a site's face is read, for whoever may.
///
/// # Errors
/// The database's.
pub(crate) async fn history(ctx: &Ctx, page: &Page, site: &Site) -> Result<Option<String>> {
    Ok(ctx.history(&super::Composed::of(site)).await?.map(|path| page.href(&path)))
}

/// The home page in the look that was typed, for the site's editors only. Keeps nothing.
pub(super) async fn preview(ctx: Ctx, Path(id): Path<Id<Site>>, Form(mut form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let Some(look) = Look::read(&ctx, &mut form).await? else {
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &site, form).await;
    };
    let before = kept::<Look, _>(ctx.read(), id).await?;
    change::refuse_foreign(ctx.read(), ctx.actor(), &before, &look).await?;
    let blocks = kept::<Vec<Block>, _>(ctx.read(), id).await?.working(ctx.app(), &site);
    let menu = kept::<Vec<Item>, _>(ctx.read(), id).await?.working(ctx.app(), &site);
    site::preview(&ctx, &site, &blocks, &menu, Some(&look)).await
}

pub(super) async fn save(ctx: Ctx, Path(id): Path<Id<Site>>, Form(mut form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let Some(look) = Look::read(&ctx, &mut form).await? else {
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &site, form).await;
    };
    match dress(&ctx, id, form.version(), look).await {
        Ok(()) => Ok(ctx.redirect_saying(&path(id), "portal.face.said.dressed")),
        Err(error) if error.is_stale() => {
            let kept = kept::<Look, _>(ctx.read(), id).await?;
            let now = kept.working(ctx.app(), &site).form(kept.version);
            let form = form.beside(&now, kept.version);
            answer(&ctx, StatusCode::CONFLICT, &site, form).await
        }
        Err(Error::Conflict(message)) => {
            form.reject("", message);
            answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &site, form).await
        }
        Err(error) => Err(error),
    }
}
