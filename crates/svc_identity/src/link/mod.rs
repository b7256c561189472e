//! Links sent by mail: to take up an invitation, to choose another password when the old one is forgotten.
//!
//! A link works once and for a while; only the digest of its token is kept. Asking for one answers the same whether there is
//! such an account or not. Using one ends every session and every other link of the account; it signs nobody in, so a second
//! proof is asked for as always.

mod ask;
mod model;
mod redeem;
pub(crate) mod store;
mod web;

use kernel::{Access, Routes};

pub(crate) use ask::invite;
pub(crate) use model::Purpose;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/quen-mat-khau", Access::Public, web::new)
        .post("/quen-mat-khau", Access::Public, web::create)
        .get("/dat-mat-khau/{token}", Access::Public, web::show)
        .post("/dat-mat-khau/{token}", Access::Public, web::update)
}
