//! One-click out: the link at the foot of every letter the law does not ask for (RFC 8058).

mod model;
mod stop;
mod store;
mod web;

use kernel::{Access, App, Ctx, Result, Routes};
use uuid::Uuid;

use model::{Out, Whose, digest};

/// What precedes the token.
pub(crate) const PATH: &str = "/thong-bao/ngung";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/thong-bao/ngung/{token}", Access::Token, web::show)
        .post("/thong-bao/ngung/{token}", Access::Token, web::create)
        .post("/thong-bao/ngung/{token}/nhan-lai", Access::Token, web::create_undoing)
}

/// The token by which the reader of a letter stops letters of its kind.
pub(crate) fn token(app: &App, kind: &str, account: Option<Uuid>, address: &str) -> String {
    let whose = match account {
        Some(account) => Whose::Account(account),
        None => Whose::Address(digest(app.secret(), address)),
    };
    Out { whose, kind: kind.to_owned() }.token(app.secret())
}

/// Whether letters of this kind are not wanted at an address without an account.
pub(crate) async fn is_out(ctx: &Ctx, address: &str, kind: &str) -> Result<bool> {
    store::is_out(ctx.read(), &digest(ctx.app().secret(), address), kind).await
}
