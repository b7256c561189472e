//! The screen of one block, and its moves.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use ui::{FormState, Page};

use super::{Block, Kind, compose, form, web};
use crate::{
    entry::field::Asked,
    face::{done, kept, screen},
    policy::SITE_COMPOSE,
    site::{self, Site},
};

#[derive(Template)]
#[template(path = "block/templates/block.html")]
struct BlockPage {
    page: Page,
    action: String,
    back: String,
    about: String,
    form: FormState,
    fields: Vec<Asked>,
}

type At = Path<(Id<Site>, String)>;

pub(super) async fn create(ctx: Ctx, Path(id): Path<Id<Site>>, Form(form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let outcome = match Kind::by_name(form.value("kind")) {
        Some(kind) => compose::add(&ctx, id, form.version(), kind).await.map(|block| (block, kind)),
        None => Err(Error::Conflict("portal.composer.refused.kind".into())),
    };
    match outcome {
        // What has something to choose is opened at once.
        Ok((block, kind)) if !kind.fields.is_empty() => {
            let there = format!("{}/khoi/{block}", web::path(id));
            Ok(ctx.redirect_saying(&there, "portal.composer.said.added"))
        }
        outcome => done::<Vec<Block>>(&ctx, &site, outcome.map(|_| ()), "portal.composer.said.added").await,
    }
}

pub(super) async fn show(ctx: Ctx, Path((id, block)): At) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    answer(&ctx, StatusCode::OK, &site, &block, None).await
}

async fn answer(
    ctx: &Ctx,
    status: StatusCode,
    site: &Site,
    id: &str,
    typed: Option<FormState>,
) -> Result<Response> {
    let kept = kept::<Vec<Block>, _>(ctx.read(), site.id).await?;
    let blocks = kept.working(ctx.app(), site);
    let block = blocks.iter().find(|block| block.id == id).ok_or(Error::NotFound)?;
    let kind = Kind::by_name(&block.kind).ok_or(Error::NotFound)?;
    let now = form::filled(kind, block, kept.version);
    let form = match typed {
        Some(typed) if status == StatusCode::CONFLICT => typed.beside(&now, kept.version),
        Some(typed) => typed,
        None => now,
    };
    let mut page = screen(ctx, site, "portal.composer.title");
    page.title = page.t(&kind.key()).to_owned();
    let back = page.href(&web::path(site.id));
    let fields = form::ask(ctx, &page, kind, &form).await?;
    let about = page.t(&kind.about_key()).to_owned();
    let action = format!("{back}/khoi/{id}");
    ctx.html_with(status, &BlockPage { action, back, about, form, fields, page })
}

/// The kind of a block of the draft.
async fn kind_of(ctx: &Ctx, site: &Site, id: &str) -> Result<&'static Kind> {
    let blocks = kept::<Vec<Block>, _>(ctx.read(), site.id).await?.working(ctx.app(), site);
    let block = blocks.iter().find(|block| block.id == id).ok_or(Error::NotFound)?;
    Kind::by_name(&block.kind).ok_or(Error::NotFound)
}

pub(super) async fn save(ctx: Ctx, Path((id, block)): At, Form(mut form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let kind = kind_of(&ctx, &site, &block).await?;
    let Some(fields) = form::read(kind, &mut form) else {
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &site, &block, Some(form)).await;
    };
    match compose::change(&ctx, id, form.version(), &block, fields).await {
        Err(error) if error.is_stale() => answer(&ctx, StatusCode::CONFLICT, &site, &block, Some(form)).await,
        outcome => done::<Vec<Block>>(&ctx, &site, outcome, "portal.composer.said.changed").await,
    }
}

/// A script that dragged it asks for the version only, and goes on from it.
pub(super) async fn create_place(ctx: Ctx, Path((id, block)): At, Form(form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let outcome = match form.value("to").parse() {
        Ok(to) => compose::place(&ctx, id, form.version(), &block, to).await,
        Err(_) => Err(Error::Conflict("portal.face.refused.place".into())),
    };
    match outcome {
        Ok(version) if ctx.origin().fragment => Ok(version.to_string().into_response()),
        outcome => done::<Vec<Block>>(&ctx, &site, outcome.map(|_| ()), "portal.composer.said.moved").await,
    }
}

pub(super) async fn create_removal(ctx: Ctx, Path((id, block)): At, Form(form): Form) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let outcome = compose::remove(&ctx, id, form.version(), &block).await;
    done::<Vec<Block>>(&ctx, &site, outcome, "portal.composer.said.removed").await
}
