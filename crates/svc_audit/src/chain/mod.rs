//! Proof that the journal is as it was written: the daily walk over its chain, and a page to print for one record.

mod proof;
mod store;
mod verify;
mod web;

use kernel::Routes;
use uuid::Uuid;

use crate::{RECORD_READ, record::JOURNAL};

pub use proof::proof_text;
pub use store::{Verification, last_verification};
pub use verify::verify;

/// Where the state of the chain is read.
pub(crate) const PATH: &str = "/quan-tri/nhat-ky/chung-thuc";

/// The proof of one record.
pub(crate) fn proof_path(id: Uuid) -> String {
    format!("{JOURNAL}/{id}/chung-thuc")
}

pub(crate) fn routes() -> Routes {
    Routes::new().get(PATH, RECORD_READ, web::index).get(
        "/quan-tri/nhat-ky/{id}/chung-thuc",
        RECORD_READ,
        web::show,
    )
}
