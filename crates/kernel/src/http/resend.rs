//! A form whose token is no longer good, sent from one of our own pages: an hour passed, or its writer signed in again.
//! Nothing typed is lost; it is shown again with a fresh token, to be sent once more by hand.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header, request::Parts};
use ui::Page;

use super::{Form, csrf};
use crate::{Ctx, Error};

#[derive(Template)]
#[template(path = "http/templates/resend.html")]
struct ResendPage {
    page: Page,
    action: String,
    fields: Vec<(String, String)>,
}

/// The page for sending again, where that is safe and helps; otherwise the error as it is.
pub(crate) fn offer(ctx: &Ctx, parts: &Parts, error: Error) -> Response {
    let form = parts.extensions.get::<Form>().map(|form| &form.0);
    let Some(form) = form.filter(|_| csrf::is_from_here(&parts.headers) && !ctx.origin().fragment) else {
        return error.into_response();
    };
    // A password is typed anew; everything else is kept.
    let kept = |name: &str| name != "_csrf" && !name.contains("password");
    let fields: Vec<(String, String)> =
        form.pairs().filter(|(name, _)| kept(name)).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
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
            (StatusCode::BAD_REQUEST, [kind, store], html).into_response()
        }
        Err(source) => Error::from(source).into_response(),
    }
}
