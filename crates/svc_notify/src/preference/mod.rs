//! What somebody wants to be told which way.

mod model;
mod set;
pub(crate) mod store;
mod web;

use kernel::{Access, Ctx, Result, Routes};
use uuid::Uuid;

pub(crate) use model::{Own, Wish, Wishes};

/// One's own preferences.
pub(crate) const PATH: &str = "/tai-khoan/thong-bao";

pub(crate) fn routes() -> Routes {
    Routes::new().get(PATH, Access::SignedIn, web::show).post(PATH, Access::SignedIn, web::update)
}

/// What somebody prefers.
pub(crate) async fn of(ctx: &Ctx, account: Uuid) -> Result<Wishes> {
    store::of(ctx.read(), account).await
}
