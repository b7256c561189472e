//! A form whose token is no longer good, sent from one of our own pages: an hour passed, or its writer signed in again.
//! Nothing typed is lost; it is shown again with a fresh token, to be sent once more by hand.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, header, request::Parts};
use ui::{FormState, Page};

use super::{Form, csrf};
use crate::{Ctx, Error, error::Refused};

#[derive(Template)]
#[template(path = "http/templates/resend.html")]
struct ResendPage {
    page: Page,
    action: String,
    fields: Vec<(String, String)>,
}

/// What of a form is offered to be sent again: everything but secrets, which are typed anew.
pub(crate) fn kept(form: &FormState) -> Vec<(String, String)> {
    let is_kept = |name: &str| name != "_csrf" && !name.contains("password");
    form.pairs().filter(|(name, _)| is_kept(name)).map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
}

/// The page for sending again in place of the way to the sign-in page, which would leave everything typed behind.
pub(crate) fn instead(ctx: &Ctx, parts: &Parts, response: Response) -> Response {
    let refused = response.extensions().get::<Refused>();
    let signed_out = refused.is_some_and(|refused| matches!(*refused.0, Error::SignIn));
    if signed_out && !parts.method.is_safe() { offer(ctx, parts, Error::SignIn) } else { response }
}

/// The page for sending again, where that is safe and helps; otherwise the error as it is.
pub(crate) fn offer(ctx: &Ctx, parts: &Parts, error: Error) -> Response {
    let form = parts.extensions.get::<Form>().map(|form| &form.0);
    let Some(form) = form.filter(|_| csrf::is_from_here(&parts.headers) && !ctx.origin().fragment) else {
        return error.into_response();
    };
    let fields = kept(form);
    if fields.iter().all(|(_, value)| value.len() < 2) {
        return error.into_response();
    }
    let mut page = ctx.page(ui::t(ctx.lang(), "kernel.resend.title"));
    page.noindex = true;
    let action = page.href(&ctx.origin().path);
    match (ResendPage { page, action, fields }).render() {
        Ok(html) => {
            let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            let store = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            (error.status(), [kind, store], html).into_response()
        }
        Err(source) => Error::from(source).into_response(),
    }
}
