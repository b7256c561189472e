use axum::{
    Router,
    handler::Handler,
    routing::{MethodRouter, on},
};
use http::Method;

use crate::{Access, App, http::gate};

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
        self.add(Method::GET, path, access.into(), None, handler)
    }

    /// An act.
    #[must_use]
    pub fn post<H, T>(self, path: &str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, access.into(), None, handler)
    }

    /// An act that is dangerous in the hands of somebody who found a machine left alone: whoever has not lately shown who
    /// they are is asked for it first, and nothing typed is lost.
    #[must_use]
    pub fn post_proved<H, T>(self, path: &str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let mut routes = self.add(Method::POST, path, access.into(), None, handler);
        if let Some(route) = routes.0.last_mut() {
            route.info.proved = true;
        }
        routes
    }

    /// A reading route of the public API, described for OpenAPI.
    #[must_use]
    pub fn api<H, T>(self, path: &str, doc: ApiDoc, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, Access::Public, Some(doc), handler)
    }

    fn add<H, T>(
        mut self,
        method: Method,
        path: &str,
        access: Access,
        api: Option<ApiDoc>,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let filter = if method == Method::POST {
            axum::routing::MethodFilter::POST
        } else {
            axum::routing::MethodFilter::GET
        };
        let info = RouteInfo { method, path: path.to_owned(), access, proved: false, api };
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
