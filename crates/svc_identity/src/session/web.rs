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
    sign_in::{SignIn, sign_in, sign_in_second},
};
use crate::{
    Account,
    account::{OWN_PATH, device},
    tour,
};

/// What waits for whoever signed in: the kernel's page.
const WORK_PATH: &str = "/viec";

#[derive(Template)]
#[template(path = "session/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    openid: Option<ui::Link>,
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
    match sign_in(&ctx, &login, form.value("password"), device_of(&headers)).await? {
        SignIn::Done { token, account } => signed_in(&ctx, &form, &token, &account),
        SignIn::Second(ticket) => {
            let form = FormState::default().with("ticket", ticket).with("tiep", form.value("tiep"));
            show_second(&ctx, StatusCode::OK, form)
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
    let openid = crate::openid::button(ctx, &page, form.value("tiep"));
    ctx.html_with(status, &NewPage { page, form, openid })
}

#[derive(Template)]
#[template(path = "session/templates/second.html")]
struct SecondPage {
    page: Page,
    form: FormState,
}

/// The second step has no page of its own to begin at: it follows from the first.
pub(super) async fn new_second(ctx: Ctx) -> Result<Response> {
    Ok(ctx.redirect("/dang-nhap"))
}

pub(super) async fn create_second(ctx: Ctx, headers: HeaderMap, Form(mut form): Form) -> Result<Response> {
    let code = form.required("code", "identity.second.missing");
    if !form.is_ok() {
        return show_second(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form);
    }
    match sign_in_second(&ctx, form.value("ticket"), &code, device_of(&headers)).await? {
        SignIn::Done { token, account } => signed_in(&ctx, &form, &token, &account),
        SignIn::Refused | SignIn::Second(_) => {
            form.reject("code", "identity.second.refused");
            show_second(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
        SignIn::Wait(seconds) => {
            form.reject("code", Message::new("identity.sign_in.wait").with("n", seconds));
            let mut response = show_second(&ctx, StatusCode::TOO_MANY_REQUESTS, form)?;
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            Ok(response)
        }
    }
}

pub(crate) fn show_second(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let mut page = ctx.page(ui::t(ctx.lang(), "identity.second.title"));
    page.noindex = true;
    ctx.html_with(status, &SecondPage { page, form })
}

/// What the browser says it is, as far as sessions name it.
pub(crate) fn device_of(headers: &HeaderMap) -> String {
    device(headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default())
}

/// On to where they wanted to go; first to the password that has to be changed, and the first time around the house.
pub(crate) fn signed_in(ctx: &Ctx, form: &FormState, token: &str, account: &Account) -> Result<Response> {
    let next = match local_path(form.value("tiep")) {
        _ if account.must_change => OWN_PATH,
        Some(asked) => asked,
        None if !account.toured => tour::PATH,
        None => WORK_PATH,
    };
    let mut response = ctx.redirect(next);
    response.headers_mut().append(header::SET_COOKIE, cookie(ctx.app(), token)?);
    Ok(response)
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
