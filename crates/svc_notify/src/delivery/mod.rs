//! A delivery: one notice on one of its ways. It waits, is tried, tried again with growing pauses, and ends sent, dead
//! (an administrator should look) or given up.

mod doctor;
mod give_up;
mod model;
mod resume;
mod retry;
mod send;
pub(crate) mod store;
mod sweep;
mod test_message;
mod view;
mod web_admin;

use kernel::Routes;

pub(crate) use doctor::doctor;
pub(crate) use model::{Delivery, Failure, State};
pub(crate) use resume::run as run_resume;
pub(crate) use send::{Parcel, run as run_send};
pub(crate) use sweep::run as run_sweep;

use crate::policy::DELIVERY_MANAGE;

/// The job that tries one delivery.
pub(crate) const SEND: &str = "notify.send";
/// The administrators' screen.
pub(crate) const ADMIN_PATH: &str = "/quan-tri/thong-bao";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(ADMIN_PATH, DELIVERY_MANAGE, web_admin::index)
        .post("/quan-tri/thong-bao/thu", DELIVERY_MANAGE, web_admin::create_test)
        .post("/quan-tri/thong-bao/gui-lai", DELIVERY_MANAGE, web_admin::create_retry_of_all)
        .post("/quan-tri/thong-bao/{id}/gui-lai", DELIVERY_MANAGE, web_admin::create_retry)
        .post("/quan-tri/thong-bao/{id}/thoi", DELIVERY_MANAGE, web_admin::create_end)
}
