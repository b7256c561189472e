//! When an agency works and when it takes dossiers, from a day on. An agency without hours of its own has those of the
//! nearest agency above it; the province's usual hours stand at the top.

mod entity;
pub mod event;
mod form;
mod model;
mod set;
pub(crate) mod store;
mod web;

use kernel::Routes;

use crate::policy::HOURS_EDIT;

pub use model::{Book, Period};
pub use set::set;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/quan-tri/gio-lam-viec", HOURS_EDIT, web::index)
        .get("/quan-tri/gio-lam-viec/{agency}", HOURS_EDIT, web::show)
        .post("/quan-tri/gio-lam-viec/{agency}", HOURS_EDIT, web::create)
}
