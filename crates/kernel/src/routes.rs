use axum::{
    Router,
    handler::Handler,
    routing::{MethodFilter, MethodRouter, on},
};
use http::Method;

use crate::{Access, App, Config, http::gate};

/// The largest body a streamed route takes, in bytes, by the settings.
pub type LimitFn = fn(&Config) -> u64;

/// A module's routes. There is no way to add one without saying who may call it.
#[derive(Default)]
pub struct Routes(Vec<Route>);

struct Route {
    info: RouteInfo,
    handler: MethodRouter<App>,
}

/// What is known of a route without running it: for `songcau routes`, tests and the API's description.
#[derive(Clone, Debug)]
pub struct RouteInfo {
    /// The method.
    pub method: Method,
    /// The path with its parameters: `/thu-tuc/{code}`.
    pub path: String,
    /// Who may call it.
    pub access: Access,
    /// Whether the caller must have shown lately that it is still they who sit there.
    pub proved: bool,
    /// The description, for routes of the public API.
    pub api: Option<ApiDoc>,
    /// The limit of its body, where that is streamed to the handler ([`Routes::streamed`]).
    pub streamed: Option<LimitFn>,
}

impl RouteInfo {
    fn new(method: Method, path: &str, access: impl Into<Access>) -> Self {
        Self {
            method,
            path: path.to_owned(),
            access: access.into(),
            proved: false,
            api: None,
            streamed: None,
        }
    }
}

/// What OpenAPI says about a route of the public API.
#[derive(Clone, Copy, Debug)]
pub struct ApiDoc {
    /// One line.
    pub summary: &'static str,
    /// Parameters in path and query.
    pub params: &'static [ApiParam],
    /// JSON Schema of the answer, as JSON text.
    pub response: &'static str,
}

/// A parameter of an API route.
#[derive(Clone, Copy, Debug)]
pub struct ApiParam {
    /// Its name.
    pub name: &'static str,
    /// `query` or `path`.
    pub place: &'static str,
    /// JSON type: `string`, `integer`.
    pub kind: &'static str,
    /// What it means.
    pub about: &'static str,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page, or anything else that only reads.
    #[must_use]
    pub fn get<H, T>(self, path: &str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.on(Method::GET, path, access, handler)
    }

    /// Any other method, where a protocol asks for it. What a form may send is a [`Routes::post`].
    #[must_use]
    pub fn on<H, T>(self, method: Method, path: &str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(RouteInfo::new(method, path, access), handler)
    }

    /// An act whose body is not read beforehand but handed on as it arrives: the handler takes
    /// [`crate::http::Sent`]. Only for those who have signed in; `limit` is all such a body may hold.
    #[must_use]
    pub fn streamed<H, T>(
        self,
        method: Method,
        path: &str,
        access: impl Into<Access>,
        limit: LimitFn,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(RouteInfo { streamed: Some(limit), ..RouteInfo::new(method, path, access) }, handler)
    }

    /// An act.
    #[must_use]
    pub fn post<H, T>(self, path: &str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.on(Method::POST, path, access, handler)
    }

    /// An act that is dangerous in the hands of somebody who found a machine left alone: whoever has not lately shown who
    /// they are is asked for it first, and nothing typed is lost.
    #[must_use]
    pub fn post_proved<H, T>(self, path: &str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(RouteInfo { proved: true, ..RouteInfo::new(Method::POST, path, access) }, handler)
    }

    /// A reading route of the public API, described for OpenAPI.
    #[must_use]
    pub fn api<H, T>(self, path: &str, doc: ApiDoc, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(RouteInfo { api: Some(doc), ..RouteInfo::new(Method::GET, path, Access::Public) }, handler)
    }

    fn add<H, T>(mut self, info: RouteInfo, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        // All methods of HTTP are known; anything else is asked for as it would be by a link.
        let filter = MethodFilter::try_from(info.method.clone()).unwrap_or(MethodFilter::GET);
        self.0.push(Route { info, handler: on(filter, handler) });
        self
    }

    /// Adds another slice's routes.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// What is known of each route.
    pub fn infos(&self) -> Vec<RouteInfo> {
        self.0.iter().map(|r| r.info.clone()).collect()
    }

    /// The router, each route behind the gate that asks for its access.
    pub(crate) fn into_router(self, app: &App) -> Router<App> {
        let mut router = Router::new();
        for route in self.0 {
            let gate = axum::middleware::from_fn_with_state((app.clone(), route.info.clone()), gate);
            router = router.route(&route.info.path, route.handler.layer(gate));
        }
        router
    }
}
