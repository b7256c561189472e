//! The records found, taken along as a file: CSV for spreadsheets, JSON lines for programs. Sent while it is read, page
//! by page; that somebody took it is itself in the journal.

mod event;
mod make;
mod rows;
mod web;

use kernel::Routes;

use crate::RECORD_READ;

/// Where an export is asked for.
pub(crate) const PATH: &str = "/quan-tri/nhat-ky/xuat";

pub(crate) fn routes() -> Routes {
    Routes::new().post(PATH, RECORD_READ, web::create)
}
