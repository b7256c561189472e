//! The screen of one item, and its moves.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use ui::{Choice, FormState, Page};

use super::{Item, edit, form, item::find, web};
use crate::{
    face::{done, kept, screen},
    policy::SITE_COMPOSE,
    site::{self, Site},
};

#[derive(Template)]
#[template(path = "menu/templates/item.html")]
struct ItemPage {
    page: Page,
    action: String,
    back: String,
    form: FormState,
    targets: Vec<Choice>,
}

type At = Path<(Id<Site>, String)>;

pub(super) async fn show(ctx: Ctx, Path((id, item)): At) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    answer(&ctx, StatusCode::OK, &site, &item, None).await
}

async fn answer(
    ctx: &Ctx,
    status: StatusCode,
    site: &Site,
    id: &str,
    typed: Option<FormState>,
) -> Result<Response> {
    let kept = kept::<Vec<Item>, _>(ctx.read(), site.id).await?;
    let menu = kept.working(ctx.app(), site);
    let item = find(&menu, id).ok_or(Error::NotFound)?;
    let now = form::filled(Some(item), kept.version);
    let form = match typed {
        Some(typed) if status == StatusCode::CONFLICT => typed.beside(&now, kept.version),
        Some(typed) => typed,
        None => now,
    };
    let mut page = screen(ctx, site, "portal.menu.title");
    page.title = item.label(ctx.app(), page.lang);
    let back = page.href(&web::path(site.id));
    let targets = form::targets(ctx, &page, site, Some(item)).await?;
    ctx.html_with(status, &ItemPage { action: format!("{back}/{id}"), back, form, targets, page })
}

pub(super) async fn save(ctx: Ctx, Path((id, item)): At, Form(mut form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let Some(details) = form::read(&ctx, &site, &mut form).await? else {
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &site, &item, Some(form)).await;
    };
    match edit::change(&ctx, id, form.version(), &item, details).await {
        Err(error) if error.is_stale() => answer(&ctx, StatusCode::CONFLICT, &site, &item, Some(form)).await,
        outcome => done::<Vec<Item>>(&ctx, &site, outcome, "portal.menu.said.changed").await,
    }
}

pub(super) async fn create_place(ctx: Ctx, Path((id, item)): At, Form(form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let outcome = match form.value("to").parse() {
        Ok(to) => edit::place(&ctx, id, form.version(), &item, to).await,
        Err(_) => Err(Error::Conflict("portal.face.refused.place".into())),
    };
    done::<Vec<Item>>(&ctx, &site, outcome, "portal.menu.said.moved").await
}

pub(super) async fn create_level(ctx: Ctx, Path((id, item)): At, Form(form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let under = form.text("under");
    let under = (!under.is_empty()).then_some(under.as_str());
    let outcome = edit::put_under(&ctx, id, form.version(), &item, under).await;
    done::<Vec<Item>>(&ctx, &site, outcome, "portal.menu.said.moved").await
}

pub(super) async fn create_removal(ctx: Ctx, Path((id, item)): At, Form(form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let outcome = edit::remove(&ctx, id, form.version(), &item).await;
    done::<Vec<Item>>(&ctx, &site, outcome, "portal.menu.said.removed").await
}
