use std::{net::IpAddr, panic::AssertUnwindSafe, sync::Arc, time::Instant};

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use futures_util::FutureExt as _;
use http::{Method, Request, StatusCode, Uri, header, request::Parts};
use http_body_util::{Either, Full};
use tower::ServiceExt as _;
use ui::Message;

use super::{
    SESSION_COOKIE, body,
    cache::{Entry, Keep},
    csrf, face, flash,
    host::Host,
    limits::{Limits, network},
    packed, resend, security,
    sent::{Sent, Slot},
    streams::Streams,
    visit::Visit,
};
use crate::{App, Config, Ctx, Error};

/// The address a connection comes from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Stands in front of the router: answers from memory what it can, prepares the rest.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    app: App,
    router: axum::Router,
    by_token: Vec<String>,
    limits: Limits,
    streams: Streams,
}

/// Addresses longer than this many bytes are not kept: nobody links to them.
const LONGEST_KEPT_ADDRESS: usize = 256;
/// An answer: bytes from memory, or a handler's body.
pub(crate) type Outgoing = http::Response<Either<Full<Bytes>, Body>>;

/// What the address and the head of a request say.
pub(crate) struct Asked {
    host: Option<Host>,
    /// Under what its answer is kept, if it may be.
    key: Option<String>,
}

impl Front {
    /// The front of this program.
    pub fn new(app: &App) -> Self {
        let limits = Limits::new(app.config().rate_per_second, app.config().trusted_proxies);
        let by_token = super::by_token(app);
        let streams = Streams::of(&super::all_routes(app).infos());
        Self(Arc::new(Inner { app: app.clone(), router: super::router(app), by_token, limits, streams }))
    }

    /// Answers one request.
    pub async fn answer<B>(&self, request: Request<B>, peer: Peer) -> Outgoing
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        match self.at_once(&request) {
            Ok(answer) => answer,
            Err(asked) => self.made(request, peer, asked).await,
        }
    }

    /// The answer from memory, if it is there; else what was found out about the request.
    pub(crate) fn at_once<B>(&self, request: &Request<B>) -> Result<Outgoing, Asked> {
        let host = Host::read(request.headers());
        let key = host.as_ref().and_then(|host| cache_key(self.0.app.config(), host, request));
        if let Some(key) = &key
            && let Some(entry) = self.0.app.cache().get(key, self.0.app.clock().now())
        {
            self.0.app.metrics().hits.inc();
            if entry.wants_packing() {
                self.pack_well(key, &entry);
            }
            return Ok(packed::from_memory(&entry, request.headers()));
        }
        Err(Asked { host, key })
    }

    /// The answer to a request that memory has none for.
    pub(crate) async fn made<B>(&self, request: Request<B>, peer: Peer, asked: Asked) -> Outgoing
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let began = Instant::now();
        let response = self.prepare(request, peer, asked.host, asked.key).await;
        self.0.app.metrics().count(response.status().as_u16(), began.elapsed().as_secs_f64());
        response
    }

    /// Somebody asked a second time: the next ones get it as small as it packs.
    fn pack_well(&self, key: &str, entry: &Arc<Entry>) {
        let (app, key, entry) = (self.0.app.clone(), key.to_owned(), Arc::clone(entry));
        tokio::task::spawn_blocking(move || app.cache().replace(&key, &entry, packed::well(&entry)));
    }

    async fn prepare<B>(
        &self,
        request: Request<B>,
        peer: Peer,
        host: Option<Host>,
        key: Option<String>,
    ) -> Outgoing
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let app = &self.0.app;
        let epoch = app.cache().epoch();
        let (mut parts, sent) = request.into_parts();
        let mut visit = Visit::read(app, &parts, &host.clone().unwrap_or_default());
        let address = network(self.0.limits.visitor(peer.0, &parts.headers));
        visit.origin.address = Some(address);
        let allowed = self.0.limits.allow(address);

        let prepared = async {
            if !allowed {
                return Err(Error::TooMany);
            }
            if host.is_none() || has_zero(&parts.uri) {
                return Err(Error::BadRequest(Message::new("kernel.error.request")));
            }
            let by_token = self.0.by_token.iter().any(|route| leads_to(route, visit.target.path()));
            if !by_token {
                visit.recognise(app).await?;
            }
            if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
                return Ok(());
            }
            if let Some(limit) = self.0.streams.limit(&parts.method, visit.target.path()) {
                let sent = Sent::new(app, &parts.headers, sent, limit(app.config()));
                // Refused before anything of it is read: strangers send no files.
                if visit.session.is_none() {
                    return Err(Error::SignIn);
                }
                parts.extensions.insert(Slot::new(sent.admit(app, &parts.headers, visit.binding())?));
                return Ok(());
            }
            let header = parts.headers.get("x-csrf-token").and_then(|h| h.to_str().ok()).unwrap_or_default();
            let room = room(app, &parts, visit.session.is_some());
            // A writer's session may have ended while they wrote: the token, which comes first, tells them from strangers.
            let known = |beginning: &[u8]| {
                let early = csrf::early_token(beginning);
                csrf::is_writers(app, if header.is_empty() { early } else { header })
            };
            let sent = body::read(&parts.headers, sent, room, known).await?;
            if by_token {
                // The token says it all; what else is sent, and how it is encoded, does not matter.
                parts.extensions.insert(body::form(&parts.headers, &sent).unwrap_or_default());
                return Ok(());
            }
            let form = body::form(&parts.headers, &sent)?;
            let token = if header.is_empty() { form.0.value("_csrf") } else { header };
            visit.writer = csrf::is_writers(app, token);
            let genuine = csrf::check(app, &parts.headers, &visit.binding(), token);
            parts.extensions.insert(form);
            genuine
        }
        .await;

        let ctx = visit.ctx(app);
        let (response, failed) = match prepared {
            Ok(()) => {
                parts.uri = visit.target.clone();
                parts.extensions.insert(peer);
                parts.extensions.insert(ctx.clone());
                let inner = Request::from_parts(parts.clone(), Body::empty());
                // A handler that panics is a fault like any other: the visitor gets a page, the log the cause.
                let answered = AssertUnwindSafe(self.0.router.clone().oneshot(inner)).catch_unwind().await;
                match answered {
                    Ok(Ok(response)) => (resend::instead(&ctx, &parts, response), false),
                    Ok(Err(never)) => match never {},
                    Err(_) => (Error::internal("a handler panicked").into_response(), true),
                }
            }
            Err(error) => (resend::offer(&ctx, &parts, error), true),
        };
        if face::is_worth_noting(&ctx, &parts.method, &response) {
            ctx.log_access(&format!("refused {}", parts.method)).await;
        }
        let response = face::give(&ctx, response);
        // The answer to HEAD has lost its body: it comes from memory, but is never what is kept.
        let keeps = !failed && parts.method == Method::GET;
        let key = key.filter(|k| keeps && k.len() < LONGEST_KEPT_ADDRESS);
        self.finish(&ctx, &visit, parts, response, key, epoch).await
    }

    /// Headers for everybody; pages for everybody are packed and kept, the rest is packed and forgotten.
    async fn finish(
        &self,
        ctx: &Ctx,
        visit: &Visit,
        request: Parts,
        mut response: Response,
        key: Option<String>,
        epoch: u64,
    ) -> Outgoing {
        let app = &self.0.app;
        let keep = response.extensions_mut().remove::<Keep>();
        if let (Some(Keep(depends)), StatusCode::OK) = (keep, response.status()) {
            let entry = match packed::entry(ctx, response, depends).await {
                Ok(entry) => Arc::new(entry),
                Err(error) => {
                    return face::give(ctx, error.into_response()).map(Either::Right);
                }
            };
            if let Some(key) = key
                && app.config().cache_mib > 0
            {
                app.cache().keep(&key, Arc::clone(&entry), epoch);
            }
            return packed::from_memory(&entry, &request.headers);
        }
        if !response.headers().contains_key(header::CONTENT_SECURITY_POLICY) {
            security::protect(response.headers_mut(), app.config(), Some(&visit.nonce));
        }
        visit.set_cookies(app, &mut response);
        packed::for_one(response, &request).await
    }
}

/// How much somebody may send: little before signing in, more once their page proves to have been a writer's.
fn room(app: &App, parts: &Parts, signed_in: bool) -> body::Room {
    let most = app.config().max_body;
    let little = most.min(body::STRANGERS_LIMIT);
    match (signed_in, csrf::is_from_here(&parts.headers)) {
        (true, _) => body::Room { at_once: most, most },
        (false, true) => body::Room { at_once: little, most },
        (false, false) => body::Room { at_once: little, most: little },
    }
}

/// The key of a page that may be in memory: asked for by somebody who has not signed in and waits for no message.
fn cache_key<B>(config: &Config, host: &Host, request: &Request<B>) -> Option<String> {
    if !matches!(*request.method(), Method::GET | Method::HEAD)
        || request.headers().contains_key("hx-request")
        || !host.is_kept(config)
    {
        return None;
    }
    for cookies in request.headers().get_all(header::COOKIE) {
        let cookies = cookies.to_str().ok()?;
        if cookies.contains(SESSION_COOKIE) || cookies.contains(flash::COOKIE) {
            return None;
        }
    }
    let path = request.uri().path_and_query()?.as_str();
    // No host holds a space, so no two addresses make the same key.
    Some([host.text(), " ", path].concat())
}

/// Whether a path is one of a route's: `/a/{b}` leads to `/a/x`.
fn leads_to(route: &str, path: &str) -> bool {
    let (mut route, mut path) = (route.split('/'), path.split('/'));
    loop {
        match (route.next(), path.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given || wanted.starts_with('{') => {}
            _ => return false,
        }
    }
}

/// No database takes a zero character, and no address of ours has one.
fn has_zero(uri: &Uri) -> bool {
    uri.path().contains("%00") || uri.query().is_some_and(|q| q.contains("%00"))
}
