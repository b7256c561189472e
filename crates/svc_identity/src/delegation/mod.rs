//! Lending a role: somebody away has another exercise it in their place, over the agency or a part of it, from a day to a
//! day (both included).
//!
//! A lent role counts as long as the lender holds it and may sign in. It cannot be lent on, and the journal says in whose
//! place each thing was done. Lender, borrower and the administrator above can end it at any time.

mod end;
mod lend;
mod model;
pub(crate) mod store;
mod web;

use kernel::{Access, Routes};

pub(crate) use model::{Delegation, DelegationEnded};

/// The page of what one has lent and borrowed.
pub(crate) const PATH: &str = "/tai-khoan/uy-quyen";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(PATH, Access::SignedIn, web::show)
        .post_proved(PATH, Access::SignedIn, web::create)
        .post("/tai-khoan/uy-quyen/{id}/ket-thuc", Access::SignedIn, web::create_end)
}
