use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::{HeaderMap, StatusCode, header};
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{FormState, Page};
use uuid::Uuid;

use super::{
    Devices, Step, cookie, end_session,
    model::local_path,
    sign_in::{SignIn, sign_in, sign_in_second},
    wait,
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
    /// The page of signing in by a passkey.
    passkey: String,
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
    let browser = Browser::of(&headers);
    match sign_in(&ctx, &login, form.value("password"), &browser).await? {
        SignIn::Done { token, account, step } => signed_in(&ctx, &form, &browser, (&token, &account, step)),
        SignIn::Second(ticket) => {
            let form = FormState::default().with("ticket", ticket).with("tiep", form.value("tiep"));
            show_second(&ctx, StatusCode::OK, form)
        }
        SignIn::Refused => {
            form.reject("", "identity.sign_in.refused");
            show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
        SignIn::Wait(seconds) => {
            form.reject("", wait(seconds));
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
    let passkey = going_on(&page.href("/dang-nhap/khoa"), form.value("tiep"));
    ctx.html_with(status, &NewPage { page, form, openid, passkey })
}

#[derive(Template)]
#[template(path = "session/templates/second.html")]
struct SecondPage {
    page: Page,
    form: FormState,
    again: String,
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
    let browser = Browser::of(&headers);
    match sign_in_second(&ctx, form.value("ticket"), &code, &browser).await? {
        SignIn::Done { token, account, step } => signed_in(&ctx, &form, &browser, (&token, &account, step)),
        SignIn::Refused | SignIn::Second(_) => {
            form.reject("code", "identity.second.refused");
            show_second(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
        SignIn::Wait(seconds) => {
            form.reject("code", wait(seconds));
            let mut response = show_second(&ctx, StatusCode::TOO_MANY_REQUESTS, form)?;
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            Ok(response)
        }
    }
}

pub(crate) fn show_second(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let mut page = ctx.page(ui::t(ctx.lang(), "identity.second.title"));
    page.noindex = true;
    let again = going_on(&page.href("/dang-nhap"), form.value("tiep"));
    ctx.html_with(status, &SecondPage { page, form, again })
}

/// A page of signing in, which then goes on to where somebody wanted to be.
pub(crate) fn going_on(page: &str, next: &str) -> String {
    if next.is_empty() {
        return page.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("tiep", next).finish();
    format!("{page}?{query}")
}

/// What is known of a browser that signs in.
pub(crate) struct Browser {
    /// What it says it is, as far as sessions name it.
    pub name: String,
    /// Whom it has been used by before.
    pub devices: Devices,
}

impl Browser {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Self { name: device(agent.unwrap_or_default()), devices: Devices::of(headers) }
    }
}

/// On to where they wanted to go; first to the password that has to be changed, and the first time around the house. The
/// browser is known from now on.
pub(crate) fn signed_in(
    ctx: &Ctx,
    form: &FormState,
    browser: &Browser,
    (token, account, step): (&str, &Account, Step),
) -> Result<Response> {
    let next = match local_path(form.value("tiep")) {
        _ if account.must_change => OWN_PATH,
        Some(asked) => asked,
        None if !account.toured => tour::PATH,
        None => WORK_PATH,
    };
    let mut response = ctx.redirect(next);
    let known = browser.devices.remember(ctx.app(), &account.login, step, ctx.now())?;
    for set in [cookie(ctx.app(), token)?, known] {
        response.headers_mut().append(header::SET_COOKIE, set);
    }
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
