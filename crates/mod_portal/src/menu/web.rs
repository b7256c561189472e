//! The screen of a site's menu.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Result, http::Form};
use ui::{Choice, FormState, Page};

use super::{Item, Target, edit, form};
use crate::{
    face::{self, Drafted, Tab, WORK, done, history, kept, missing, screen, tabs, warnings},
    policy::SITE_COMPOSE,
    site::{self, Site},
};

/// An item as the screen lists it.
struct Row {
    label: String,
    /// Where it leads, in words.
    leads: String,
    /// It leads to what readers do not see any more: they do not see it either.
    broken: bool,
    href: String,
    /// Its place among those beside it, and theirs: what the buttons send.
    at: usize,
    last: bool,
    /// The item it would be put under; empty where it cannot.
    under: String,
    rows: Vec<Self>,
}

impl Row {
    fn up(&self) -> usize {
        self.at.saturating_sub(1)
    }

    const fn down(&self) -> usize {
        self.at + 1
    }
}

#[derive(Template)]
#[template(path = "menu/templates/show.html")]
struct ShowPage {
    page: Page,
    tabs: Vec<Tab>,
    path: String,
    rows: Vec<Row>,
    version: i64,
    draft: bool,
    /// Whether somebody else changed it while this one looked.
    stale: bool,
    public: String,
    preview: String,
    form: FormState,
    targets: Vec<Choice>,
    /// The items under which a new one may stand.
    above: Vec<Choice>,
    warnings: Vec<(&'static str, String)>,
    history: Option<String>,
}

pub(super) fn path(site: Id<Site>) -> String {
    format!("{WORK}/{site}/menu")
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Site>>) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    answer(&ctx, StatusCode::OK, &site, None).await
}

/// The screen as things are now; with the form of a new item as typed, if there was something wrong with it.
pub(super) async fn answer(
    ctx: &Ctx,
    status: StatusCode,
    site: &Site,
    typed: Option<FormState>,
) -> Result<Response> {
    let kept = kept::<Vec<Item>, _>(ctx.read(), site.id).await?;
    let menu = kept.working(ctx.app(), site);
    let named: Vec<_> = menu.iter().flat_map(Item::entries).collect();
    let public = face::published(ctx.read(), &named).await?;
    let page = screen(ctx, site, "portal.menu.title");
    let row = |item: &Item, at: usize, of: usize, under: Option<&Item>| {
        let broken = item.to.entry().is_some_and(|id| !public.contains_key(&id));
        let leads = match &item.to {
            Target::Nowhere => page.t("portal.menu.to.nowhere").to_owned(),
            Target::Entry(id) => public.get(&id.uuid()).map(|(_, path)| path.clone()).unwrap_or_default(),
            other => other.href("").unwrap_or_default(),
        };
        Row {
            label: item.label(ctx.app(), page.lang),
            leads,
            broken,
            href: page.href(&format!("{}/{}", path(site.id), item.id)),
            at,
            last: at + 1 == of,
            under: under.map(|above| above.id.clone()).unwrap_or_default(),
            rows: Vec::new(),
        }
    };
    let rows = menu
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let before = at.checked_sub(1).map(|before| &menu[before]).filter(|_| item.items.is_empty());
            let mut shown = row(item, at, menu.len(), before);
            let held = item.items.iter().enumerate();
            shown.rows = held.map(|(at, under)| row(under, at, item.items.len(), None)).collect();
            shown
        })
        .collect();
    let above = menu.iter().map(|item| Choice::new(&*item.id, item.label(ctx.app(), page.lang))).collect();
    let shown = ShowPage {
        tabs: tabs(ctx, &page, site),
        path: page.href(&path(site.id)),
        rows,
        version: kept.version,
        draft: kept.draft.is_some(),
        stale: status == StatusCode::CONFLICT,
        public: page.href(&format!("/s/{}/", site.slug)),
        preview: page.href(&format!("/s/{}/ban-nhap", site.slug)),
        targets: form::targets(ctx, &page, site, None).await?,
        above,
        warnings: warnings(ctx, &page, site, &missing(site, &menu)),
        history: history(ctx, &page, site).await?,
        form: typed.unwrap_or_else(|| form::filled(None, kept.version)).with("version", kept.version),
        page,
    };
    ctx.html_with(status, &shown)
}

impl Drafted for Vec<Item> {
    const PUBLISHED: &'static str = "portal.menu.said.published";

    fn path(site: Id<Site>) -> String {
        path(site)
    }

    fn screen(
        ctx: &Ctx,
        status: StatusCode,
        site: &Site,
        form: Option<FormState>,
    ) -> impl Future<Output = Result<Response>> + Send {
        answer(ctx, status, site, form)
    }
}

pub(super) async fn create(ctx: Ctx, Path(id): Path<Id<Site>>, Form(mut form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let Some(details) = form::read(&ctx, &site, &mut form).await? else {
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &site, Some(form)).await;
    };
    match edit::add(&ctx, id, form.version(), details).await {
        // What was typed is kept; it can be sent again over what is there now.
        Err(error) if error.is_stale() => answer(&ctx, StatusCode::CONFLICT, &site, Some(form)).await,
        outcome => done::<Vec<Item>>(&ctx, &site, outcome, "portal.menu.said.added").await,
    }
}
