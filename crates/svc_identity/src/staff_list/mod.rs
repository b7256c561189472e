//! Lists of staff: read from a workbook or text, shown as what they would change, then written in one act; and written out
//! again so that they can be read back.
//!
//! A list is read from its bytes ([`read`]), whatever brought them here: a paste, a file on the command line, an upload.
//! Rows about one person are brought together, the person is looked for by personal number, else by mail address, else by
//! name and birth date within the agency, and what would change is worked out ([`preview`]). Nothing is written before
//! [`apply`], which works it out again within its transaction and refuses when the result is no longer what was shown.
//!
//! What a list does not say stays as it is: an empty cell takes nothing away, people it does not name are left alone. Only
//! somebody taking up another post at an agency leaves the one there that the list does not name any more.
//!
//! Accounts a list makes have no password anybody knows; their owners are invited by a link in a mail, by a job afterwards.

mod account_draft;
mod agencies;
mod apply;
mod column;
mod delimited;
mod draft;
mod entry;
mod export;
mod file;
mod group;
mod invite;
mod known;
mod plan;
mod post_draft;
mod roles;
mod show;
mod store;
mod store_writes;
mod table;
mod template_file;
mod web;
mod web_export;
mod xlsx;

use http::Method;
use kernel::Routes;
use table::LARGEST;

pub use apply::{apply, preview};
pub(crate) use invite::{INVITE, invite};
pub use plan::{Plan, Planned, Rejected, Summary};
pub use show::lines;
pub use table::{Table, read};

use crate::PERSON_MANAGE;

/// The page on which a list is pasted.
pub(crate) const LIST_PATH: &str = "/quan-tri/nhan-su/danh-sach";
/// Where one is sent as a file.
pub(crate) const FILE_PATH: &str = "/quan-tri/nhan-su/danh-sach/tai-len";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(LIST_PATH, PERSON_MANAGE, web::new)
        .post(LIST_PATH, PERSON_MANAGE, web::preview)
        .streamed(Method::POST, FILE_PATH, PERSON_MANAGE, |_| LARGEST as u64 + 64 * 1024, web::preview_file)
        .post_proved("/quan-tri/nhan-su/danh-sach/ghi", PERSON_MANAGE, web::create)
        .get("/quan-tri/nhan-su/danh-sach/mau", PERSON_MANAGE, web_export::template)
        .get("/quan-tri/nhan-su/danh-sach/tep", PERSON_MANAGE, web_export::masked_file)
        .post_proved("/quan-tri/nhan-su/danh-sach/tep", PERSON_MANAGE, web_export::whole_file)
}
