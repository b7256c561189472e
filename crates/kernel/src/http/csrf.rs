use axum::extract::FromRequestParts;
use http::{HeaderMap, header, request::Parts};
use ui::{FormState, Message};

use crate::{App, Error, Result, secret::random_token};

const PURPOSE: &str = "csrf";
/// What a token says besides: that its page was made for somebody signed in.
const WRITER: &str = "writer";
/// Milliseconds for which it says so: longer than any holiday over which a half-written page is left open.
const WRITER_LASTS: i64 = 14 * 24 * 60 * 60 * 1000;

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
/// That of a writer goes on to say, for a while, that it was given to somebody signed in.
pub(crate) fn issue(app: &App, binding: &str, writer: bool) -> String {
    let salt = &random_token()[..16];
    let token = format!("{salt}.{}", app.secret().sign(PURPOSE, &format!("{salt}.{binding}")));
    if !writer {
        return token;
    }
    let at = app.clock().now().0;
    format!("{token}.{at}.{}", app.secret().sign(WRITER, &format!("{salt}.{at}")))
}

/// Whether the token was on a page made for somebody signed in, whoever they are and whether or not they still are.
/// Nobody can make one up, so it tells a writer whose session ended from a stranger.
pub(crate) fn is_writers(app: &App, token: &str) -> bool {
    let mut parts = token.split('.');
    let (Some(salt), Some(_), Some(at), Some(signature)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let lasts = at.parse().is_ok_and(|at: i64| app.clock().now().0.saturating_sub(at) < WRITER_LASTS);
    lasts && app.secret().verify(WRITER, &format!("{salt}.{at}"), signature)
}

/// The token of a form of which only the beginning has arrived.
pub(crate) fn early_token(beginning: &[u8]) -> &str {
    let token = beginning.split(|&b| b == b'&').find_map(|pair| pair.strip_prefix(b"_csrf="));
    token.and_then(|token| std::str::from_utf8(token).ok()).unwrap_or_default()
}

/// The refusal of a request that no page of ours made.
pub(crate) fn forged() -> Error {
    Error::BadRequest(Message::new("kernel.error.token"))
}

/// Whether a request that changes something comes from a page of ours, opened by this visitor.
pub(crate) fn check(app: &App, headers: &HeaderMap, binding: &str, token: &str) -> Result<()> {
    let genuine = token.split_once('.').is_some_and(|(salt, rest)| {
        let signature = rest.split('.').next().unwrap_or_default();
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
