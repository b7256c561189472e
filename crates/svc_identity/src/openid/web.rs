use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{FormState, Link, Page};

use super::{
    BEGIN_PATH,
    begin::begin as leave,
    complete::{Brought, Completed, complete as come_back},
    flow::{COOKIE, Flow, over},
    provider, unlink,
};
use crate::{
    factor::SECURITY_PATH,
    session::{self, Browser, SignIn, local_path},
};

#[derive(Template)]
#[template(path = "openid/templates/nobody.html")]
struct NobodyPage {
    page: Page,
    /// The provider knows who it is; otherwise its answer was not believed.
    vouched: bool,
    name: String,
}

/// The button on the page of signing in, where there is a provider.
pub(crate) fn button(ctx: &Ctx, page: &Page, next: &str) -> Option<Link> {
    let provider = provider(ctx.app())?;
    let label = name(ctx, &provider.settings.name);
    Some(Link { href: session::going_on(&page.href(BEGIN_PATH), next), label })
}

fn name(ctx: &Ctx, set: &str) -> String {
    if set.is_empty() { ui::t(ctx.lang(), "identity.openid.button").to_owned() } else { set.to_owned() }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    tiep: Option<String>,
}

pub(super) async fn begin(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let provider = provider(ctx.app()).ok_or(Error::NotFound)?;
    let next = asked.tiep.as_deref().and_then(local_path).unwrap_or_default();
    let origin = &provider.settings.origin;
    // The provider sends everybody back to one host, and the cookie has to be that host's.
    if !ctx.origin().host.is_empty() && ctx.origin().host != *origin {
        return elsewhere(&session::going_on(&format!("{origin}{BEGIN_PATH}"), next));
    }
    let (address, flow) = leave(&ctx, &provider, next).await?;
    let mut response = elsewhere(&address)?;
    response.headers_mut().append(header::SET_COOKIE, flow.cookie(ctx.app())?);
    Ok(response)
}

fn elsewhere(address: &str) -> Result<Response> {
    let location = HeaderValue::from_str(address).map_err(|e| Error::internal(e.to_string()))?;
    let headers =
        [(header::LOCATION, location), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// What the provider adds to the address it sends the browser to.
#[derive(Deserialize)]
pub(super) struct Answer {
    state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

pub(super) async fn complete(ctx: Ctx, headers: HeaderMap, Query(answer): Query<Answer>) -> Result<Response> {
    let provider = provider(ctx.app()).ok_or(Error::NotFound)?;
    let flow = cookie(&headers).and_then(|cookie| Flow::read(ctx.app(), &cookie, ctx.now()));
    let (state, next) = match &flow {
        Some(flow) => (answer.state.unwrap_or_default(), flow.next.clone()),
        None => (String::new(), String::new()),
    };
    let mut response = match (flow, answer.code) {
        // Whoever turned back at the provider is simply where they came from.
        (Some(flow), None) if answer.error.is_some() && flow.state == state => {
            ctx.redirect_saying("/dang-nhap", "identity.openid.turned_back")
        }
        (Some(flow), Some(code)) => {
            let brought = Brought { state, code, issuer: answer.iss };
            let browser = Browser::of(&headers);
            match come_back(&ctx, &provider, &flow, brought, &browser).await? {
                Completed::SignIn(SignIn::Done { token, account, step }) => {
                    let form = FormState::default().with("tiep", &next);
                    session::signed_in(&ctx, &form, &browser, (&token, &account, step))?
                }
                Completed::SignIn(SignIn::Second(ticket)) => {
                    let form = FormState::default().with("ticket", ticket).with("tiep", &next);
                    session::show_second(&ctx, StatusCode::OK, form)?
                }
                Completed::Nobody => nobody(&ctx, &provider.settings.name, true)?,
                Completed::SignIn(_) | Completed::Refused => nobody(&ctx, &provider.settings.name, false)?,
            }
        }
        _ => nobody(&ctx, &provider.settings.name, false)?,
    };
    response.headers_mut().append(header::SET_COOKIE, over(ctx.app())?);
    // The address holds the code.
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE).then(|| value.to_owned())
    })
}

fn nobody(ctx: &Ctx, set_name: &str, vouched: bool) -> Result<Response> {
    let title = if vouched { "identity.openid.nobody" } else { "identity.openid.refused" };
    let mut page = ctx.page(ui::t(ctx.lang(), title));
    page.noindex = true;
    let status = if vouched { StatusCode::FORBIDDEN } else { StatusCode::BAD_REQUEST };
    ctx.html_with(status, &NobodyPage { page, vouched, name: name(ctx, set_name) })
}

pub(super) async fn delete(ctx: Ctx, Form(form): Form) -> Result<Response> {
    unlink::unlink(&ctx, form.value("issuer"), form.value("subject")).await?;
    Ok(ctx.redirect_saying(SECURITY_PATH, "identity.openid.unlinked"))
}
