use std::{
    convert::Infallible,
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use askama::Template;
use axum::{
    extract::FromRequestParts,
    response::{IntoResponse as _, Response},
};
use base::{Actor, LocalDate, Permission, Timestamp};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use parking_lot::Mutex;
use sea_orm::DatabaseConnection;
use ui::{Crumb, Lang, Page};
use uuid::Uuid;

use crate::{Act, App, Error, MenuItem, MenuPlace, Result, RowScope, SessionInfo, Waiting, access};

/// One request, or one run of a job or command: who asks, when, in which language, on which site. The way to read and
/// to begin acts.
#[derive(Clone)]
pub struct Ctx(Arc<Inner>);

struct Inner {
    app: App,
    actor: Actor,
    session: Option<SessionInfo>,
    now: Timestamp,
    origin: Origin,
    csrf: String,
    nonce: String,
    flash: Option<ui::Flash>,
    depends: Mutex<Vec<String>>,
    waiting: OnceLock<Vec<Waiting>>,
}

/// Who visits.
pub(crate) enum Visitor {
    /// Nobody who has signed in.
    Anonymous,
    /// Somebody signed in.
    Known(SessionInfo),
    /// The program itself.
    System(&'static str),
}

/// The first work screen.
pub(crate) const DESK: &str = "/viec";

/// Milliseconds for which a proof counts before something dangerous is done.
const PROOF_LASTS: i64 = 10 * 60 * 1000;

/// What one page of this visit carries.
#[derive(Default)]
pub(crate) struct PageTokens {
    pub csrf: String,
    pub nonce: String,
    pub flash: Option<ui::Flash>,
}

/// Where a request came from and what it asked for.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Where the visitor calls from, as far as the proxies in front are believed; of an IPv6 address its /64 network.
    /// Nothing for jobs and commands.
    pub address: Option<IpAddr>,
    /// The path as asked for, without language prefix: what the visitor's address bar shows.
    pub path: String,
    /// The query, without `?`.
    pub query: String,
    /// Language of the address.
    pub lang: Lang,
    /// The site the host or path names, if a module recognised one.
    pub site: Option<Arc<str>>,
    /// What precedes this site's addresses as the visitor sees them.
    pub base: String,
    /// Scheme and host as the visitor sees them.
    pub host: String,
    /// The request wants a fragment for htmx, not a page.
    pub fragment: bool,
}

impl Ctx {
    pub(crate) fn request(app: App, visitor: Visitor, origin: Origin, tokens: PageTokens) -> Self {
        let now = app.clock().now();
        let PageTokens { csrf, nonce, flash } = tokens;
        let (actor, session) = match visitor {
            Visitor::Anonymous => (Actor::Anonymous, None),
            Visitor::Known(session) => (session.actor.clone(), Some(session)),
            Visitor::System(name) => (Actor::System(name), None),
        };
        Self(Arc::new(Inner {
            app,
            actor,
            session,
            now,
            origin,
            csrf,
            nonce,
            flash,
            depends: Mutex::default(),
            waiting: OnceLock::new(),
        }))
    }

    /// The program's own work under a name: jobs, imports, commands. Not bound to any subtree.
    pub fn system(app: &App, name: &'static str) -> Self {
        Self::request(app.clone(), Visitor::System(name), Origin::default(), PageTokens::default())
    }

    /// The running program.
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// Who asks.
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }

    /// The session, if somebody is signed in.
    pub fn session(&self) -> Option<Uuid> {
        self.0.session.as_ref().map(|session| session.id)
    }

    /// Whether whoever is signed in showed lately, within ten minutes, that it is still they who sit there. Asked before
    /// what is dangerous in the hands of somebody who found a machine left alone; see [`crate::Routes::post_proved`].
    pub fn is_proved(&self) -> bool {
        self.0.session.as_ref().is_some_and(|session| self.0.now.0 - session.proved.0 < PROOF_LASTS)
    }

    /// When the request arrived.
    pub fn now(&self) -> Timestamp {
        self.0.now
    }

    /// The day it arrived, in Viet Nam.
    pub fn today(&self) -> LocalDate {
        self.0.now.local_date()
    }

    /// Language of the answer.
    pub fn lang(&self) -> Lang {
        self.0.origin.lang
    }

    /// What was asked for.
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// Connections on which no statement can write.
    pub fn read(&self) -> &DatabaseConnection {
        self.app().db().read()
    }

    /// Begins an act that needs the permission.
    ///
    /// # Errors
    /// [`Error::SignIn`] or [`Error::Forbidden`] without the permission; [`Error::Unavailable`] without a database.
    pub async fn act(&self, permission: Permission) -> Result<Act> {
        Act::begin(self, Some(permission)).await
    }

    /// Begins an act everybody may do on their own behalf, such as signing in or out.
    ///
    /// # Errors
    /// [`Error::Unavailable`] without a database.
    pub async fn own_act(&self) -> Result<Act> {
        Act::begin(self, None).await
    }

    /// Whether the actor holds the permission, over the agency with this path or over any.
    pub fn may(&self, permission: Permission, agency_path: Option<&str>) -> bool {
        access::allows(self.actor(), permission, agency_path)
    }

    /// The rows the actor reaches with a permission.
    pub fn scope(&self, permission: Permission) -> RowScope {
        RowScope::of(self.actor(), permission)
    }

    /// Says that the page being made shows something kept under this key: when an act touches the key, the page is
    /// made anew. See [`Ctx::public_page`].
    pub fn depends_on(&self, key: impl Into<String>) {
        self.0.depends.lock().push(key.into());
    }

    /// The frame of a page with this title: menus the actor may use, tokens, and what modules add (see
    /// [`crate::Module::frame`]).
    pub fn page(&self, title: impl Into<String>) -> Page {
        let origin = self.origin();
        let mut page = Page {
            lang: origin.lang,
            title: title.into(),
            base: origin.base.clone(),
            path: origin.path.clone(),
            origin: if origin.host.is_empty() { self.app().config().origin("") } else { origin.host.clone() },
            csrf: self.0.csrf.clone(),
            nonce: self.0.nonce.clone(),
            flash: self.0.flash.clone(),
            user: match self.actor() {
                Actor::Account(account) => Some(account.display_name.clone()),
                Actor::Anonymous | Actor::System(_) => None,
            },
            idle: match (self.session(), self.app().authenticator()) {
                (Some(_), Some(authenticator)) => authenticator.idle().as_secs(),
                _ => 0,
            },
            ..Page::default()
        };
        self.fill_menus(&mut page);
        for frame in self.app().modules().iter().filter_map(|m| m.frame) {
            frame(self, &mut page);
        }
        page
    }

    /// Asks what waits for whoever is signed in, once for a page.
    pub(crate) async fn count_waiting(&self) -> Result<()> {
        let mut found = Vec::new();
        for waiting in self.app().modules().iter().filter_map(|m| m.waiting) {
            found.extend(waiting(self.clone()).await?);
        }
        // Whoever asked first in this request has said the same.
        let _ = self.0.waiting.set(found);
        Ok(())
    }

    /// What waits for whoever is signed in, as far as it was asked for: on work pages.
    pub(crate) fn waiting(&self) -> &[Waiting] {
        self.0.waiting.get().map_or(&[], Vec::as_slice)
    }

    /// Menu entries this actor may use, in their order.
    fn menu(&self) -> Vec<&'static MenuItem> {
        let mut items: Vec<_> = self.app().modules().iter().flat_map(|m| m.menu).collect();
        items.sort_by_key(|item| item.order);
        items.retain(|item| self.passes(item.access));
        items
    }

    /// What this actor can begin from the first work screen.
    pub(crate) fn beginnings(&self) -> Vec<&'static MenuItem> {
        self.menu().into_iter().filter(|item| item.place == MenuPlace::Begin).collect()
    }

    fn fill_menus(&self, page: &mut Page) {
        let items = self.menu();
        let leads =
            |href: &str| page.path == href || (href != "/" && page.path.starts_with(&format!("{href}/")));
        // Of an entry and one below it, only the nearer one is where we are.
        let here =
            items.iter().map(|item| item.href).filter(|href| leads(href)).max_by_key(|href| href.len());
        for item in items {
            let label = page.t(item.label).to_owned();
            let href = item.href.to_owned();
            let current = here == Some(item.href);
            match item.place {
                MenuPlace::Public => page.nav.push(ui::NavItem { label, href, current, items: Vec::new() }),
                MenuPlace::Work(group) => {
                    let group = page.t(group).to_owned();
                    let entry = ui::RailItem { label, href, current, count: self.waits_at(item.href) };
                    match page.rail.iter_mut().find(|g| g.label == group) {
                        Some(g) => g.items.push(entry),
                        None => page.rail.push(ui::RailGroup { label: group, items: vec![entry] }),
                    }
                }
                MenuPlace::Begin => {}
            }
        }
        if self.actor().account_id().is_some() {
            let entry = ui::RailItem {
                label: page.t("kernel.desk.title").to_owned(),
                href: DESK.to_owned(),
                current: page.path == DESK,
                count: Some(self.waiting().iter().map(|w| w.count).sum()).filter(|&n| n > 0),
            };
            page.rail.insert(0, ui::RailGroup { label: String::new(), items: vec![entry] });
        }
    }

    /// What waits behind a menu entry, if anything does.
    fn waits_at(&self, href: &str) -> Option<u64> {
        let here = self.waiting().iter().filter(|w| w.href.split('?').next() == Some(href));
        Some(here.map(|w| w.count).sum()).filter(|&n| n > 0)
    }

    pub(crate) fn passes(&self, needed: access::Access) -> bool {
        match needed {
            access::Access::Public | access::Access::Token => true,
            access::Access::SignedIn => self.actor().account_id().is_some(),
            access::Access::Needs(permission) => self.may(permission, None),
            access::Access::Operator => false,
        }
    }

    /// A page for this actor only: never kept.
    ///
    /// # Errors
    /// The template's.
    pub fn html(&self, template: &impl Template) -> Result<Response> {
        self.html_with(StatusCode::OK, template)
    }

    /// As [`Ctx::html`] with another status, for example 422 for a form to be corrected.
    ///
    /// # Errors
    /// The template's.
    pub fn html_with(&self, status: StatusCode, template: &impl Template) -> Result<Response> {
        let mut response = (status, template.render()?).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }

    /// A page that is the same for everybody who has not signed in. It is kept in memory under the keys named by
    /// [`Ctx::depends_on`] until one of them is touched.
    ///
    /// # Errors
    /// The template's.
    pub fn public_page(&self, template: &impl Template) -> Result<Response> {
        Ok(self.public_bytes("text/html; charset=utf-8", template.render()?))
    }

    /// As [`Ctx::public_page`] for anything else: feeds, site maps, open data.
    pub fn public_bytes(&self, content_type: &'static str, body: impl Into<axum::body::Body>) -> Response {
        let mut response = Response::new(body.into());
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        if self.actor().account_id().is_none() {
            let keys = self.0.depends.lock().clone();
            response.extensions_mut().insert(crate::http::cache::Keep(keys));
        } else {
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        response
    }

    /// A file that never changes under its name, kept packed in memory; not bound to any visitor.
    pub(crate) fn asset(&self, content_type: &'static str, body: &'static [u8]) -> Response {
        let mut response = Response::new(body.into());
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        response.extensions_mut().insert(crate::http::cache::Keep(Vec::new()));
        response
    }

    /// Sends the browser on after an act (303). `path` is without language prefix.
    pub fn redirect(&self, path: &str) -> Response {
        let page = Page { lang: self.lang(), ..Page::default() };
        let location = HeaderValue::from_str(&page.href(path)).unwrap_or(HeaderValue::from_static("/"));
        let mut headers = HeaderMap::new();
        headers.insert(header::LOCATION, location);
        (StatusCode::SEE_OTHER, headers).into_response()
    }

    /// As [`Ctx::redirect`], with a sentence shown once on the next page.
    pub fn redirect_saying(&self, path: &str, message: impl Into<ui::Message>) -> Response {
        let text = message.into().text(self.lang());
        let mut response = self.redirect(path);
        if let Ok(cookie) = crate::http::flash::cookie(self.app(), &text).parse() {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }

    /// A crumb to the home page, to begin the way with.
    pub fn home_crumb(&self) -> Crumb {
        Crumb {
            label: ui::t(self.lang(), "kernel.home").to_owned(),
            href: Some(format!("{}/", self.origin().base)),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Ctx {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Error::internal("a handler ran outside the program's front door"))
    }
}

/// So that handlers can take an optional context without a second type.
impl<S: Sync> axum::extract::OptionalFromRequestParts<S> for Ctx {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}
