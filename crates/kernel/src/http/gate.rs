use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::header;
use subtle::ConstantTimeEq as _;

use super::Peer;
use crate::{Access, App, Ctx, Error};

/// Stands before every route and asks for its access.
pub(crate) async fn gate(
    State((app, needed)): State<(App, Access)>,
    ctx: Ctx,
    request: Request,
    next: Next,
) -> Response {
    let passes = match needed {
        Access::Operator => is_operator(&app, &request),
        other => ctx.passes(other),
    };
    if passes {
        return next.run(request).await;
    }
    if ctx.actor().account_id().is_some() {
        ctx.log_access(&format!("refused {needed}")).await;
        Error::Forbidden.into_response()
    } else if needed == Access::Operator {
        Error::NotFound.into_response()
    } else {
        Error::SignIn.into_response()
    }
}

fn is_operator(app: &App, request: &Request) -> bool {
    let local = request.extensions().get::<Peer>().is_some_and(|peer| peer.0.is_loopback());
    // Behind a proxy on the same machine everybody's peer is loopback, so only a request nobody forwarded counts.
    let direct =
        !request.headers().contains_key("x-forwarded-for") && !request.headers().contains_key("forwarded");
    let expected = &app.config().operator_token;
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|h| h.to_str().ok())
        .and_then(|h| h.strip_prefix("Bearer "))
        .unwrap_or_default();
    (local && direct) || (!expected.is_empty() && bool::from(expected.as_bytes().ct_eq(given.as_bytes())))
}
