use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use crate::{Ctx, db};

/// The process runs and answers. A supervisor restarts it when this does not come.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// The node can do its work: database reachable, schema up to date. A load balancer sends no one here otherwise.
pub(super) async fn ready(ctx: Ctx) -> Response {
    let app = ctx.app();
    if *app.stopping().borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match db::pending(app.db(), &app.migrations()).await {
        Ok(pending) if pending.is_empty() => "ready\n".into_response(),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "migrations pending\n").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database unavailable\n").into_response(),
    }
}
