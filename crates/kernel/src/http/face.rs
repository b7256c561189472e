//! The face of an error: one page, or one fragment for htmx, in the reader's language.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, Method, header};
use ui::{ErrorPage, Link};

use crate::{Ctx, Error, error::Refused};

/// Turns a refusal on its way out into what a person reads; other answers pass.
pub(crate) fn give(ctx: &Ctx, mut response: Response) -> Response {
    let Some(Refused(error)) = response.extensions_mut().remove::<Refused>() else {
        return bare_status(ctx, response);
    };
    match error.as_ref() {
        Error::Internal(source) => tracing::error!(path = %ctx.origin().path, "{source:#}"),
        Error::Unavailable(source) => {
            tracing::error!(path = %ctx.origin().path, "database unavailable: {source:#}")
        }
        _ => {}
    }
    if matches!(*error, Error::SignIn) && !ctx.origin().fragment && !ctx.origin().path.starts_with("/api/") {
        let asked = match ctx.origin().query.as_str() {
            "" => ctx.origin().path.clone(),
            query => format!("{}?{query}", ctx.origin().path),
        };
        let back: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
        return ctx.redirect(&format!("/dang-nhap?tiep={back}"));
    }
    speak(ctx, &error)
}

/// Whether somebody signed in was refused, or tried to act on what they may not see: the access log notes it.
pub(crate) fn is_worth_noting(ctx: &Ctx, method: &Method, response: &Response) -> bool {
    let refused = response.extensions().get::<Refused>().map(|r| r.0.as_ref());
    ctx.actor().account_id().is_some()
        && (matches!(refused, Some(Error::Forbidden))
            || (!method.is_safe() && matches!(refused, Some(Error::NotFound))))
}

/// The router's own refusals carry no words: wrong method, unreadable path or query.
fn bare_status(ctx: &Ctx, response: Response) -> Response {
    if !response.status().is_client_error() || response.extensions().get::<Spoken>().is_some() {
        return response;
    }
    if response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let status = response.status();
    let error = match status.as_u16() {
        404 => Error::NotFound,
        _ => Error::BadRequest(ui::Message::new("kernel.error.request")),
    };
    let mut spoken = speak(ctx, &error);
    *spoken.status_mut() = status;
    for said in [header::ALLOW, header::CONTENT_RANGE] {
        if let Some(value) = response.headers().get(&said) {
            spoken.headers_mut().insert(said, value.clone());
        }
    }
    spoken
}

/// Marks an answer that already says what to do.
#[derive(Clone)]
struct Spoken;

#[derive(Template)]
#[template(path = "http/templates/_error.html")]
struct Fragment {
    heading: String,
    text: String,
}

fn speak(ctx: &Ctx, error: &Error) -> Response {
    let status = error.status();
    let (key, detail) = match error {
        Error::NotFound => ("not_found", None),
        Error::SignIn => ("sign_in", None),
        Error::Forbidden => ("forbidden", None),
        Error::Invalid(form) => ("invalid", form.errors().first().map(|e| e.message.text(ctx.lang()))),
        Error::Conflict(message) => ("conflict", Some(message.text(ctx.lang()))),
        Error::BadRequest(message) => ("bad_request", Some(message.text(ctx.lang()))),
        Error::TooLarge(message) => ("too_large", Some(message.text(ctx.lang()))),
        Error::Status(_, message) => ("refused", Some(message.text(ctx.lang()))),
        Error::TooMany => ("too_many", None),
        Error::Unavailable(_) => ("unavailable", None),
        Error::Internal(_) => ("internal", None),
    };
    let mut page = ctx.page("");
    let heading = page.t(&format!("kernel.face.{key}.heading")).to_owned();
    let text = detail.unwrap_or_else(|| page.t(&format!("kernel.face.{key}.text")).to_owned());
    page.title.clone_from(&heading);
    page.noindex = true;
    if ctx.origin().path.starts_with("/api/") {
        let body = serde_json::json!({ "error": { "status": status.as_u16(), "message": text } });
        return (status, axum::Json(body)).into_response();
    }
    let rendered = if ctx.origin().fragment {
        Fragment { heading, text }.render()
    } else {
        let (words, path) =
            if page.user.is_some() { ("kernel.face.to_work", "/viec") } else { ("kernel.face.to_home", "/") };
        let action = Some(Link { label: page.t(words).to_owned(), href: page.href(path) });
        ErrorPage { page, code: status.as_u16(), heading, text, action }.render()
    };
    let mut response = match rendered {
        Ok(html) => (status, html).into_response(),
        Err(source) => {
            tracing::error!("the error page could not be made: {source}");
            status.into_response()
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if matches!(error, Error::TooMany | Error::Unavailable(_)) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response.extensions_mut().insert(Spoken);
    response
}
