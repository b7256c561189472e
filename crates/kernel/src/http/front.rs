use std::{
    net::IpAddr,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use base::Actor;
use bytes::Bytes;
use futures_util::FutureExt as _;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, header, request::Parts};
use http_body_util::{BodyExt as _, Either, Full, LengthLimitError, Limited};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;
use ui::{FormState, Lang, Message};

use super::{
    Form, SESSION_COOKIE,
    cache::{Entry, Keep, Variant},
    compress, csrf, face, flash,
    limits::{Limits, network},
    security,
};
use crate::{App, Ctx, Error, Origin, Result, ctx, secret::random_token};

/// The address a connection comes from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Stands in front of the router: answers from memory what it can, prepares the rest.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    app: App,
    router: axum::Router,
    limits: Limits,
}

/// Cookie that ties form tokens to a visitor who has not signed in.
const VISITOR_COOKIE: &str = "sc_visitor";
/// Addresses longer than this many bytes are not kept: nobody links to them.
const LONGEST_KEPT_ADDRESS: usize = 256;
/// Time a client has to send its form: enough for a slow phone, too short to hold connections for nothing.
const BODY_TIMEOUT: Duration = Duration::from_secs(60);

type Outgoing = http::Response<Either<Full<Bytes>, Body>>;

impl Front {
    /// The front of this program.
    pub fn new(app: &App) -> Self {
        let limits = Limits::new(app.config().rate_per_second, app.config().trusted_proxies);
        Self(Arc::new(Inner { app: app.clone(), router: super::router(app), limits }))
    }

    /// Answers one request.
    pub async fn answer<B>(&self, request: Request<B>, peer: Peer) -> Outgoing
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let key = cache_key(&request);
        if let Some(key) = &key
            && let Some(entry) = self.0.app.cache().get(key, self.0.app.clock().now())
        {
            self.0.app.metrics().hits.inc();
            return from_memory(&entry, request.headers());
        }
        let began = Instant::now();
        let response = self.prepare(request, peer, key).await;
        self.0.app.metrics().count(response.status().as_u16(), began.elapsed().as_secs_f64());
        response
    }

    async fn prepare<B>(&self, request: Request<B>, peer: Peer, key: Option<String>) -> Outgoing
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let app = &self.0.app;
        let epoch = app.cache().epoch();
        let (mut parts, body) = request.into_parts();
        let mut visit = Visit::read(app, &parts);
        let address = network(self.0.limits.visitor(peer.0, &parts.headers));
        visit.origin.address = Some(address);
        let limited = !self.0.limits.allow(address);

        let prepared = async {
            if limited {
                return Err(Error::TooMany);
            }
            visit.recognise(app).await?;
            let body = read_body(body, app.config().max_body).await?;
            if !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
                let form = read_form(&parts.headers, &body)?;
                let header =
                    parts.headers.get("x-csrf-token").and_then(|h| h.to_str().ok()).unwrap_or_default();
                let token = if header.is_empty() { form.0.value("_csrf") } else { header };
                csrf::check(app, &parts.headers, &visit.binding(), token)?;
                parts.extensions.insert(form);
            }
            Ok(body)
        }
        .await;

        let ctx = visit.ctx(app);
        let (response, failed) = match prepared {
            Ok(body) => {
                parts.uri = visit.target.clone();
                parts.extensions.insert(peer);
                parts.extensions.insert(ctx.clone());
                let inner = Request::from_parts(parts.clone(), Body::from(body));
                // A handler that panics is a fault like any other: the visitor gets a page, the log the cause.
                let answered = AssertUnwindSafe(self.0.router.clone().oneshot(inner)).catch_unwind().await;
                match answered {
                    Ok(Ok(response)) => (response, false),
                    Ok(Err(never)) => match never {},
                    Err(_) => (Error::internal("a handler panicked").into_response(), true),
                }
            }
            Err(error) => (error.into_response(), true),
        };
        let response = face::give(&ctx, response);
        let key = key.filter(|k| !failed && k.len() < LONGEST_KEPT_ADDRESS);
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
            let entry = match make_entry(app, response).await {
                Ok(entry) => Arc::new(entry),
                Err(error) => {
                    return face::give(ctx, error.into_response()).map(Either::Right);
                }
            };
            if let Some(key) = key
                && app.config().cache_mib > 0
            {
                app.cache().keep(&key, Arc::clone(&entry), &depends, epoch);
            }
            return from_memory(&entry, &request.headers);
        }
        if !response.headers().contains_key(header::CONTENT_SECURITY_POLICY) {
            security::protect(response.headers_mut(), app.config(), Some(&visit.nonce));
        }
        visit.set_cookies(app, &mut response);
        pack(response, &request).await
    }
}

/// What is read off a request before anything is asked of the database.
struct Visit {
    origin: Origin,
    target: Uri,
    session_token: Option<String>,
    visitor: Option<String>,
    new_visitor: String,
    flash: Option<String>,
    nonce: String,
    actor: Actor,
    session: Option<uuid::Uuid>,
}

impl Visit {
    fn read(app: &App, parts: &Parts) -> Self {
        let path = parts.uri.path();
        let (lang, path) = match path.strip_prefix("/en") {
            Some("") => (Lang::En, "/"),
            Some(rest) if rest.starts_with('/') => (Lang::En, rest),
            _ => (Lang::Vi, path),
        };
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let host = parts.headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
        let rewrite = app.modules().iter().filter_map(|m| m.rewrite).find_map(|r| r(app, host, path));
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
        if host_belongs(host, &app.config().domain) {
            origin.host = format!("{}://{host}", app.config().public_scheme);
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
            actor: Actor::Anonymous,
            session: None,
        }
    }

    async fn recognise(&mut self, app: &App) -> Result<()> {
        let (Some(token), Some(authenticator)) = (&self.session_token, app.authenticator()) else {
            return Ok(());
        };
        if let Some(session) = authenticator.session(app, token).await? {
            self.actor = session.actor;
            self.session = Some(session.id);
        }
        Ok(())
    }

    /// What form tokens are tied to: the session, or a visitor's cookie.
    fn binding(&self) -> String {
        match self.session {
            Some(session) => format!("session:{session}"),
            None => format!("visitor:{}", self.visitor.as_ref().unwrap_or(&self.new_visitor)),
        }
    }

    fn ctx(&self, app: &App) -> Ctx {
        let token = csrf::issue(app, &self.binding());
        let flash = self.flash.as_deref().and_then(|value| flash::read(app, value));
        Ctx::request(
            app.clone(),
            ctx::Visitor { actor: self.actor.clone(), session: self.session },
            self.origin.clone(),
            ctx::PageTokens { csrf: token, nonce: self.nonce.clone(), flash },
        )
    }

    fn set_cookies(&self, app: &App, response: &mut Response) {
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

/// The key of a page that may be in memory: asked for by somebody who has not signed in and waits for no message.
fn cache_key<B>(request: &Request<B>) -> Option<String> {
    if !matches!(*request.method(), Method::GET | Method::HEAD)
        || request.headers().contains_key("hx-request")
    {
        return None;
    }
    for cookies in request.headers().get_all(header::COOKIE) {
        let cookies = cookies.to_str().ok()?;
        if cookies.contains(SESSION_COOKIE) || cookies.contains(flash::COOKIE) {
            return None;
        }
    }
    let host = request.headers().get(header::HOST)?.to_str().ok()?;
    let path = request.uri().path_and_query()?.as_str();
    let mut key = String::with_capacity(host.len() + path.len());
    key.push_str(host);
    key.push_str(path);
    Some(key)
}

fn from_memory(entry: &Entry, request: &HeaderMap) -> Outgoing {
    let (brotli, gzip) = compress::accepted(request.get(header::ACCEPT_ENCODING));
    let variant = match (&entry.brotli, &entry.gzip) {
        (Some(variant), _) if brotli => variant,
        (_, Some(variant)) if gzip => variant,
        _ => &entry.plain,
    };
    let mut response = http::Response::new(Either::Left(Full::new(Bytes::new())));
    *response.headers_mut() = variant.headers.clone();
    if request.get(header::IF_NONE_MATCH).is_some_and(|given| matches_etag(given, &entry.etag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_ENCODING);
    } else {
        *response.body_mut() = Either::Left(Full::new(variant.body.clone()));
    }
    response
}

fn matches_etag(given: &HeaderValue, etag: &HeaderValue) -> bool {
    given == etag
        || given
            .to_str()
            .is_ok_and(|g| g == "*" || g.split(',').any(|g| g.trim().as_bytes() == etag.as_bytes()))
}

async fn make_entry(app: &App, response: Response) -> Result<Entry> {
    let (parts, body) = response.into_parts();
    let body = body.collect().await.map_err(|e| Error::internal(e.to_string()))?.to_bytes();
    let digest = hex::encode(&Sha256::digest(&body)[..10]);
    let etag = HeaderValue::from_str(&format!("W/\"{digest}\"")).map_err(anyhow::Error::from)?;
    let mut headers = parts.headers;
    // That of the plain body; each encoding has its own.
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::ETAG, etag.clone());
    // Asked again each time, answered 304 from memory: what is published or withdrawn shows at once.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
    security::protect(&mut headers, app.config(), None);
    let packed = |encoding: &'static str, body: Bytes| {
        let mut headers = headers.clone();
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        Variant { headers, body }
    };
    let packs = headers.get(header::CONTENT_TYPE).and_then(|t| t.to_str().ok()).is_some_and(compress::packs);
    let (gzip, brotli) =
        if packs { (compress::gzip(&body, 6), compress::brotli(&body)) } else { (None, None) };
    Ok(Entry {
        etag,
        gzip: gzip.map(|b| packed("gzip", b)),
        brotli: brotli.map(|b| packed("br", b)),
        plain: Variant { headers, body },
        until: base::Timestamp::from_local(app.clock().now().local_date().next().at(time::Time::MIDNIGHT)),
    })
}

/// Packs an answer that is for one person only.
async fn pack(response: Response, request: &Parts) -> Outgoing {
    let headers = response.headers();
    let packs = headers.get(header::CONTENT_TYPE).and_then(|t| t.to_str().ok()).is_some_and(compress::packs)
        && !headers.contains_key(header::CONTENT_ENCODING)
        && compress::accepted(request.headers.get(header::ACCEPT_ENCODING)).1;
    if !packs {
        return response.map(Either::Right);
    }
    let (mut parts, body) = response.into_parts();
    // Handlers answer with whole bodies; one that fails halfway is an answer cut short either way.
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    match compress::gzip(&body, 2) {
        Some(packed) => {
            parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            parts.headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Either::Left(Full::new(packed)))
        }
        None => Response::from_parts(parts, Either::Left(Full::new(body))),
    }
}

async fn read_body<B>(body: B, limit: usize) -> Result<Bytes>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let cut_off = || Error::BadRequest(Message::new("kernel.error.body"));
    let whole = tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, limit).collect());
    match whole.await.map_err(|_| cut_off())? {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Error::TooLarge),
        Err(_) => Err(cut_off()),
    }
}

fn read_form(headers: &HeaderMap, body: &[u8]) -> Result<Form> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|t| t.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return if body.is_empty() {
            Ok(Form::default())
        } else {
            Err(Error::BadRequest(Message::new("kernel.error.form")))
        };
    }
    let mut values = Vec::new();
    for pair in body.split(|&b| b == b'&').filter(|p| !p.is_empty()) {
        let mut sides = pair.splitn(2, |&b| b == b'=');
        let mut decode = || {
            let side: Vec<u8> =
                sides.next().unwrap_or_default().iter().map(|&b| if b == b'+' { b' ' } else { b }).collect();
            // Text in another encoding would be stored as nonsense; better to say so.
            String::from_utf8(percent_encoding::percent_decode(&side).collect())
                .map_err(|_| Error::BadRequest(Message::new("kernel.error.encoding")))
        };
        values.push((decode()?, decode()?));
    }
    Ok(Form(FormState::new(values)))
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

/// Whether the host is the province's or one of its sites': only such a host is repeated in absolute addresses.
fn host_belongs(host: &str, domain: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host });
    name == domain || name.strip_suffix(domain).is_some_and(|label| label.ends_with('.'))
}
