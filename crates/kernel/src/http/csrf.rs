use axum::extract::FromRequestParts;
use http::{HeaderMap, header, request::Parts};
use ui::{FormState, Message};

use crate::{App, Error, Result, secret::random_token};

const PURPOSE: &str = "csrf";

/// The submitted form, its token already checked.
#[derive(Clone, Debug, Default)]
pub struct Form(pub FormState);

impl<S: Sync> FromRequestParts<S> for Form {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Error::BadRequest(Message::new("kernel.error.form")))
    }
}

/// A token for forms of this visitor. Different on every page, so that compressing a page tells nothing about it.
pub(crate) fn issue(app: &App, binding: &str) -> String {
    let salt = &random_token()[..16];
    format!("{salt}.{}", app.secret().sign(PURPOSE, &format!("{salt}.{binding}")))
}

/// The refusal of a request that no page of ours made.
pub(crate) fn forged() -> Error {
    Error::BadRequest(Message::new("kernel.error.token"))
}

/// Whether a request that changes something comes from a page of ours, opened by this visitor.
pub(crate) fn check(app: &App, headers: &HeaderMap, binding: &str, token: &str) -> Result<()> {
    let genuine = token.split_once('.').is_some_and(|(salt, signature)| {
        app.secret().verify(PURPOSE, &format!("{salt}.{binding}"), signature)
    });
    if genuine && own_origin(headers) { Ok(()) } else { Err(forged()) }
}

/// Browsers say where a request was made. Sites of the family are not each other's origin.
fn own_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|h| h.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text(header::HOST.as_str())) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, o)| o == host),
        _ => true,
    }
}

/// Whether the browser says outright that the request was made by a page of this very host.
pub(crate) fn is_from_here(headers: &HeaderMap) -> bool {
    let says = |name: &str| headers.contains_key(name);
    (says("sec-fetch-site") || says("origin"))
        && own_origin(headers)
        && headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin")
}
