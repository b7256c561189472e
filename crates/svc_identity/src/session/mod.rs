//! A session: from signing in to signing out, an hour without a request, or twelve hours, whichever is first.
//!
//! The browser holds 256 random bits; the database their SHA-256. Every sign-in makes a new session and ends the one
//! the browser had, so a token known before is worth nothing after. When a session was last used is kept in memory
//! and written for all sessions together, at most once a minute ([`authenticate`]): between nodes the hour is exact
//! to a minute, and reading a page never waits for a disk.

mod authenticate;
mod devices;
mod end;
mod model;
mod prove;
mod second;
mod sign_in;
pub(crate) mod store;
mod throttle;
mod web;

use base::Id;
use kernel::{Access, App, Ctx, Result, Routes, Task};

use crate::{Account, link, passkey};
use model::Session;

pub(crate) use authenticate::Sessions;
pub(crate) use devices::{Devices, Step};
pub(crate) use end::end_session;
pub(crate) use model::{digest, local_path, new_token};
pub(crate) use second::issue as issue_second;
pub(crate) use sign_in::{SignIn, open};
pub use throttle::Throttle;
pub(crate) use throttle::{Try, wait};
pub(crate) use web::{Browser, going_on, show_second, signed_in};

/// The second step of signing in.
const SECOND_PATH: &str = "/dang-nhap/buoc-hai";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/dang-nhap", Access::Public, web::new)
        .post("/dang-nhap", Access::Public, web::create)
        .get(SECOND_PATH, Access::Public, web::new_second)
        .post(SECOND_PATH, Access::Public, web::create_second)
        .post("/dang-xuat", Access::Public, web::delete)
        .post("/tai-khoan/phien/{id}/ket-thuc", Access::SignedIn, web::create_end)
}

/// The sessions of an account that still open something, the latest first.
pub(crate) async fn alive_of(ctx: &Ctx, account: Id<Account>) -> Result<Vec<Session>> {
    let sessions = store::of_account(ctx.read(), account).await?;
    Ok(sessions.into_iter().filter(|s| model::is_alive(s.started, s.seen, ctx.now())).collect())
}

/// Removes the rows of sessions and links whose time is over; they open nothing any more.
pub(crate) fn sweep(app: App, _: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        store::sweep(&app, app.clock().now()).await?;
        link::store::sweep(&app, app.clock().now()).await?;
        passkey::sweep(&app, app.clock().now()).await
    })
}

/// The `Set-Cookie` that keeps the token in the browser, or with an empty token takes it away.
fn cookie(app: &App, token: &str) -> Result<http::HeaderValue> {
    let secure = if app.config().is_https() { "; Secure" } else { "" };
    let age = if token.is_empty() { 0 } else { model::LONGEST / 1000 };
    let name = kernel::http::SESSION_COOKIE;
    let text = format!("{name}={token}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    http::HeaderValue::from_str(&text).map_err(|e| kernel::Error::internal(e.to_string()))
}
