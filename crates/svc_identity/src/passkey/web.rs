use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::Page;
use uuid::Uuid;

use super::{register, register::Asked, remove::remove, sign_in};
use crate::{
    account::OWN_PATH,
    factor::SECURITY_PATH,
    session::{Browser, SignIn, going_on, local_path, signed_in},
};

#[derive(Template)]
#[template(path = "passkey/templates/new.html")]
struct NewPage {
    page: Page,
    asked: Asked,
    name: String,
}

#[derive(Template)]
#[template(path = "passkey/templates/session.html")]
struct SessionPage {
    page: Page,
    asked: Asked,
    next: String,
    by_password: String,
    refused: bool,
}

pub(super) async fn new(ctx: Ctx, Form(form): Form) -> Result<Response> {
    let asked = register::begin(&ctx).await?;
    let page = ctx
        .page(ui::t(ctx.lang(), "identity.passkey.add"))
        .crumb(ui::t(ctx.lang(), "identity.own.title"), Some(OWN_PATH))
        .crumb(ui::t(ctx.lang(), "identity.security.title"), Some(SECURITY_PATH));
    let page = page.clone().crumb(page.title, None);
    let name = match form.text("name") {
        name if name.is_empty() => page.t("identity.passkey.unnamed").to_owned(),
        name => name,
    };
    ctx.html(&NewPage { page, asked, name })
}

pub(super) async fn create(ctx: Ctx, Form(form): Form) -> Result<Response> {
    register::finish(&ctx, form.value("ceremony"), form.value("name"), form.value("credential")).await?;
    Ok(ctx.redirect_saying(SECURITY_PATH, "identity.passkey.added"))
}

pub(super) async fn delete(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    remove(&ctx, id.into()).await?;
    Ok(ctx.redirect_saying(SECURITY_PATH, "identity.passkey.removed"))
}

#[derive(Deserialize)]
pub(super) struct Next {
    tiep: Option<String>,
}

pub(super) async fn new_session(ctx: Ctx, Query(asked): Query<Next>) -> Result<Response> {
    let next = asked.tiep.as_deref().and_then(local_path).unwrap_or_default().to_owned();
    show_session(&ctx, StatusCode::OK, next, false)
}

fn show_session(ctx: &Ctx, status: StatusCode, next: String, refused: bool) -> Result<Response> {
    let asked = sign_in::begin(ctx)?;
    let mut page = ctx.page(ui::t(ctx.lang(), "identity.passkey.sign_in"));
    page.noindex = true;
    let by_password = going_on(&page.href("/dang-nhap"), &next);
    ctx.html_with(status, &SessionPage { page, asked, next, by_password, refused })
}

pub(super) async fn create_session(ctx: Ctx, headers: HeaderMap, Form(form): Form) -> Result<Response> {
    let (ceremony, answer) = (form.value("ceremony"), form.value("credential"));
    let browser = Browser::of(&headers);
    let signing = match sign_in::finish(&ctx, ceremony, answer, &browser).await {
        // Too late, or sent twice: asked anew.
        Err(Error::Conflict(message)) if message.key() == "identity.passkey.gone" => SignIn::Refused,
        other => other?,
    };
    match signing {
        SignIn::Done { token, account, step } => signed_in(&ctx, &form, &browser, (&token, &account, step)),
        _ => {
            let next = local_path(form.value("tiep")).unwrap_or_default().to_owned();
            show_session(&ctx, StatusCode::UNPROCESSABLE_ENTITY, next, true)
        }
    }
}
