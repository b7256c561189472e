//! What the program holds of somebody, taken along by them: as a page to read and print, or as a file for other programs.
//!
//! Each module says what it holds ([`kernel::personal`]); the identity's own part is here. Taking it along is an act of its
//! own, after a fresh proof: the journal says that it was done and when, and whoever finds a session open cannot.

mod holdings;
mod take;
mod web;

use kernel::{Access, Routes};

pub(crate) use holdings::holdings;

/// The page.
const PATH: &str = "/tai-khoan/du-lieu";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(PATH, Access::SignedIn, web::show)
        .post_proved("/tai-khoan/du-lieu/xem", Access::SignedIn, web::create_page)
        .post_proved("/tai-khoan/du-lieu/tep", Access::SignedIn, web::create_file)
}
