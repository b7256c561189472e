use axum::response::Response;
use http::{HeaderMap, HeaderValue, Uri, header, request::Parts};
use ui::Lang;

use super::{SESSION_COOKIE, csrf, flash, host::Host};
use crate::{App, Ctx, Origin, Result, SessionInfo, ctx, secret::random_token};

/// Cookie that ties form tokens to a visitor who has not signed in.
const VISITOR_COOKIE: &str = "sc_visitor";

/// What is read off a request before anything is asked of the database.
pub(crate) struct Visit {
    pub(crate) origin: Origin,
    pub(crate) target: Uri,
    session_token: Option<String>,
    visitor: Option<String>,
    new_visitor: String,
    flash: Option<String>,
    pub(crate) nonce: String,
    pub(crate) session: Option<SessionInfo>,
    /// What was sent comes from a page made for somebody signed in.
    pub(crate) writer: bool,
}

impl Visit {
    pub(crate) fn read(app: &App, parts: &Parts, host: &Host) -> Self {
        let path = parts.uri.path();
        let (lang, path) = match path.strip_prefix("/en") {
            Some("") => (Lang::En, "/"),
            Some(rest) if rest.starts_with('/') => (Lang::En, rest),
            _ => (Lang::Vi, path),
        };
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let rewrite = app.modules().iter().filter_map(|m| m.rewrite).find_map(|r| r(app, host.text(), path));
        let mut origin = Origin {
            path: path.to_owned(),
            query: query.clone(),
            lang,
            fragment: parts.headers.contains_key("hx-request"),
            ..Origin::default()
        };
        let mut target = path.to_owned();
        if let Some(rewrite) = rewrite {
            target = rewrite.path;
            origin.site = Some(rewrite.site);
            origin.base = rewrite.base;
        }
        if host.belongs(app.config()) {
            origin.host = format!("{}://{}", app.config().public_scheme, host.text());
        }
        if !query.is_empty() {
            target = format!("{target}?{query}");
        }
        Self {
            origin,
            target: target.parse().unwrap_or_else(|_| Uri::from_static("/")),
            session_token: cookie(&parts.headers, SESSION_COOKIE),
            visitor: cookie(&parts.headers, VISITOR_COOKIE),
            new_visitor: random_token(),
            flash: cookie(&parts.headers, flash::COOKIE),
            nonce: random_token()[..22].to_owned(),
            session: None,
            writer: false,
        }
    }

    pub(crate) async fn recognise(&mut self, app: &App) -> Result<()> {
        let (Some(token), Some(authenticator)) = (&self.session_token, app.authenticator()) else {
            return Ok(());
        };
        self.session = authenticator.session(app, token).await?;
        Ok(())
    }

    /// What form tokens are tied to: the session, or a visitor's cookie.
    pub(crate) fn binding(&self) -> String {
        match &self.session {
            Some(session) => format!("session:{}", session.id),
            None => format!("visitor:{}", self.visitor.as_ref().unwrap_or(&self.new_visitor)),
        }
    }

    pub(crate) fn ctx(&self, app: &App) -> Ctx {
        let token = csrf::issue(app, &self.binding(), self.writer || self.session.is_some());
        let flash = self.flash.as_deref().and_then(|value| flash::read(app, value));
        Ctx::request(
            app.clone(),
            self.session.clone().map_or(ctx::Visitor::Anonymous, ctx::Visitor::Known),
            self.origin.clone(),
            ctx::PageTokens { csrf: token, nonce: self.nonce.clone(), flash },
        )
    }

    pub(crate) fn set_cookies(&self, app: &App, response: &mut Response) {
        let page = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
        let mut set = |text: String| {
            if let Ok(value) = HeaderValue::from_str(&text) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        };
        let secure = if app.config().is_https() { "; Secure" } else { "" };
        if page && self.session.is_none() && self.visitor.is_none() {
            set(format!("{VISITOR_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax{secure}", self.new_visitor));
        }
        if page && self.flash.is_some() {
            set(flash::gone());
        }
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|h| h.to_str().ok())
        .flat_map(|h| h.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, v)| *n == name && !v.is_empty())
        .map(|(_, v)| v.to_owned())
}
