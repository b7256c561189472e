//! Rights an administrator can read: which role may do what, and why somebody may do something.

mod table;
mod web;
mod why;

use kernel::Routes;

pub use table::{Table, table};

use crate::ACCOUNT_MANAGE;

/// The table of roles and permissions.
pub(crate) const PATH: &str = "/quan-tri/quyen";

pub(crate) fn routes() -> Routes {
    Routes::new().get(PATH, ACCOUNT_MANAGE, web::index).get(
        "/quan-tri/quyen/vi-sao",
        ACCOUNT_MANAGE,
        web::why,
    )
}
