use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::{HeaderMap, StatusCode, header};
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{FormState, Message, Page};
use uuid::Uuid;

use super::{
    cookie, end_session,
    model::local_path,
    sign_in::{SignIn, sign_in},
};
use crate::account::{OWN_PATH, device};

/// What waits for whoever signed in: the kernel's page.
const WORK_PATH: &str = "/viec";

#[derive(Template)]
#[template(path = "session/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
}

/// What the sign-in page is asked with.
#[derive(Deserialize)]
pub(super) struct Asked {
    tiep: Option<String>,
}

pub(super) async fn new(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let next = asked.tiep.as_deref().and_then(local_path);
    if ctx.actor().account_id().is_some() {
        return Ok(ctx.redirect(next.unwrap_or(WORK_PATH)));
    }
    show(&ctx, StatusCode::OK, FormState::default().with("tiep", next.unwrap_or_default()))
}

pub(super) async fn create(ctx: Ctx, headers: HeaderMap, Form(mut form): Form) -> Result<Response> {
    let login = form.required("login", "identity.sign_in.login_missing");
    if form.value("password").is_empty() {
        form.reject("password", "identity.sign_in.password_missing");
    }
    if !form.is_ok() {
        return show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form);
    }
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    match sign_in(&ctx, &login, form.value("password"), device(agent)).await? {
        SignIn::Done { token, must_change } => {
            let next = local_path(form.value("tiep")).unwrap_or(WORK_PATH);
            let next = if must_change { OWN_PATH } else { next };
            let mut response = ctx.redirect(next);
            response.headers_mut().append(header::SET_COOKIE, cookie(ctx.app(), &token)?);
            Ok(response)
        }
        SignIn::Refused => {
            form.reject("", "identity.sign_in.refused");
            show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
        SignIn::Wait(seconds) => {
            form.reject("", Message::new("identity.sign_in.wait").with("n", seconds));
            let mut response = show(&ctx, StatusCode::TOO_MANY_REQUESTS, form)?;
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            Ok(response)
        }
    }
}

fn show(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let mut page = ctx.page(ui::t(ctx.lang(), "identity.sign_in.title"));
    page.noindex = true;
    ctx.html_with(status, &NewPage { page, form })
}

/// Signing out twice, or after the session is over, is no fault.
pub(super) async fn delete(ctx: Ctx) -> Result<Response> {
    if let Some(session) = ctx.session() {
        match end_session(&ctx, session.into()).await {
            Ok(()) | Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let mut response = ctx.redirect_saying("/dang-nhap", "identity.sign_in.signed_out");
    response.headers_mut().append(header::SET_COOKIE, cookie(ctx.app(), "")?);
    Ok(response)
}

pub(super) async fn create_end(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    end_session(&ctx, id.into()).await?;
    Ok(ctx.redirect_saying(OWN_PATH, "identity.session.ended"))
}
