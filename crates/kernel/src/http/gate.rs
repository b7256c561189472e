use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{Method, header};
use subtle::ConstantTimeEq as _;

use super::{Form, Peer, host::Host, prove};
use crate::{Access, App, Ctx, Error, RouteInfo};

/// Stands before every route and asks for its access, and for a fresh proof where the route wants one.
pub(crate) async fn gate(
    State((app, route)): State<(App, RouteInfo)>,
    ctx: Ctx,
    request: Request,
    next: Next,
) -> Response {
    let needed = route.access;
    let passes = match needed {
        Access::Operator => is_operator(&app, &request),
        other => ctx.passes(other),
    };
    if passes {
        if route.proved && !ctx.is_proved() {
            let form = request.extensions().get::<Form>().cloned().unwrap_or_default();
            if let Some(asking) = prove::ask(&ctx, &form.0).await {
                return asking;
            }
        }
        // The rail of work screens says what waits.
        if matches!(needed, Access::SignedIn | Access::Needs(_))
            && request.method() == Method::GET
            && !ctx.origin().fragment
            && let Err(error) = ctx.count_waiting().await
        {
            return error.into_response();
        }
        return next.run(request).await;
    }
    if ctx.actor().account_id().is_some() {
        Error::Forbidden.into_response()
    } else if needed == Access::Operator {
        Error::NotFound.into_response()
    } else {
        Error::SignIn.into_response()
    }
}

fn is_operator(app: &App, request: &Request) -> bool {
    let local = request.extensions().get::<Peer>().is_some_and(|peer| peer.0.is_loopback());
    // Behind a proxy on the same machine everybody's peer is loopback: only a request that names this machine itself
    // and that nobody forwarded counts.
    let direct = ["x-forwarded-for", "x-real-ip", "forwarded", "via"]
        .iter()
        .all(|h| !request.headers().contains_key(*h))
        && Host::read(request.headers()).is_some_and(|host| host.is_loopback());
    let expected = &app.config().operator_token;
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|h| h.to_str().ok())
        .and_then(|h| h.strip_prefix("Bearer "))
        .unwrap_or_default();
    (local && direct) || (!expected.is_empty() && bool::from(expected.as_bytes().ct_eq(given.as_bytes())))
}
