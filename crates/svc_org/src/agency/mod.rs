//! An agency: a body of the state or a territorial unit, for the days on which it exists.
//!
//! Agencies hang in a tree whose top is the province. A body that is reorganised ends; the new one is another agency,
//! and a succession says how much of the old one it took over. So a question *as of* a day always has one answer, and
//! an old address still leads to the present office.

mod api;
pub(crate) mod change;
mod create;
mod directory;
mod edit;
mod end;
mod entity;
pub mod event;
mod form;
mod history;
pub(crate) mod model;
mod old_address;
mod rights;
pub(crate) mod search;
mod show;
mod slug;
pub(crate) mod store;
pub(crate) mod succeed;
mod view;
mod web;
mod web_end;

pub use create::create;
pub use edit::edit;
pub use end::{End, end};
pub use model::{
    Agency, COMMUNE_KINDS, CommuneKind, Details, Extent, Fault, KINDS, Kind, Status, Succession, faults,
    path_below, within,
};
pub use rights::{decides, deciding_path};
pub use slug::{is_reserved, is_slug};
pub use succeed::succeed;

use kernel::{Access, Routes};

use crate::policy::AGENCY_EDIT;

/// The key of cached pages that show agencies: every act of this crate touches it.
pub const ALL: &str = "agencies";

/// Public directory and pages, the open data, and the screens of those who keep the tree.
pub fn routes() -> Routes {
    Routes::new()
        .get("/co-quan", Access::Public, directory::index)
        .get("/co-quan/{id}", Access::Public, show::show)
        .get("/dia-chi-cu", Access::Public, old_address::index)
        .api("/api/v1/agencies", api::DOC, api::index)
        .get("/quan-tri/co-quan", AGENCY_EDIT, web::index)
        .post("/quan-tri/co-quan", AGENCY_EDIT, web::create)
        .get("/quan-tri/co-quan/moi", AGENCY_EDIT, web::new)
        .get("/quan-tri/co-quan/{id}", AGENCY_EDIT, web::show)
        .post("/quan-tri/co-quan/{id}", AGENCY_EDIT, web::edit)
        .get("/quan-tri/co-quan/{id}/ket-thuc", AGENCY_EDIT, web_end::ending)
        .post("/quan-tri/co-quan/{id}/ket-thuc", AGENCY_EDIT, web_end::end)
        .get("/quan-tri/co-quan/{id}/ke-thua", AGENCY_EDIT, web_end::succeeding)
        .post("/quan-tri/co-quan/{id}/ke-thua", AGENCY_EDIT, web_end::succeed)
}
