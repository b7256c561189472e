//! The program's front door: from a socket to a handler and back.
//!
//! `serve` accepts connections; `front` answers pages from memory ([`cache`]) and prepares everything else: limits,
//! language, site, session, form token; [`gate`] asks for each route's access; `face` turns an error into a page.

mod assets;
mod body;
pub mod cache;
mod compress;
mod csrf;
mod desk;
mod face;
pub(crate) mod flash;
pub(crate) mod follower;
mod form_key;
mod front;
mod gate;
mod health;
mod host;
mod lanes;
mod limits;
pub mod metrics;
mod openapi;
mod packed;
mod patience;
mod places;
mod prove;
mod resend;
mod security;
mod sent;
mod serve;
mod streams;
mod version;
mod visit;

use crate::{Access, App, Routes};

pub use csrf::Form;
pub use form_key::FormKey;
pub(crate) use front::Outgoing;
pub use front::{Front, Peer};
pub(crate) use gate::gate;
pub use limits::Allowance;
pub use openapi::openapi;
pub use sent::{Pieces, Sent, SentField, SentFile, SentForm};
pub use serve::{bind, serve};
pub use version::version;

/// The name of the session cookie.
pub const SESSION_COOKIE: &str = "sc_session";

/// The kernel's own routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/healthz", Access::Public, health::alive)
        .get("/readyz", Access::Public, health::ready)
        .get("/metrics", Access::Operator, metrics::show)
        .get("/viec", Access::SignedIn, desk::show)
        .get("/viec/phien", Access::SignedIn, desk::stay)
        .get("/assets/{*file}", Access::Public, assets::show)
        .get("/favicon.ico", Access::Public, assets::favicon)
        .get("/dev/components", Access::Public, assets::gallery)
        .get("/dev/components/work", Access::Public, assets::work_gallery)
        .get("/api/v1/openapi.json", Access::Public, openapi::show)
}

/// The router over all modules' routes: what stands behind the front.
pub fn router(app: &App) -> axum::Router {
    all_routes(app).into_router(app).fallback(not_found).with_state(app.clone())
}

/// Every route of every module.
fn all_routes(app: &App) -> Routes {
    app.modules().iter().filter_map(|m| m.routes).fold(Routes::new(), |all, module| all.merge(module()))
}

/// Paths of routes that are called by whoever holds a token, such as mail programs that know no form of ours.
pub(crate) fn by_token(app: &App) -> Vec<String> {
    let routes = app.modules().iter().filter_map(|m| m.routes).flat_map(|routes| routes().infos());
    routes.filter(|route| route.access == Access::Token).map(|route| route.path).collect()
}

async fn not_found() -> crate::Error {
    crate::Error::NotFound
}
