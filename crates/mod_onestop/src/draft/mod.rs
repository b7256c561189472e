//! What a citizen is filling in: which case, at which agency, the form page by page, the papers, what is asked for beside
//! it. It is kept with every page, so it is gone on with on another device; it is nobody else's to see; and it becomes a
//! dossier under the same identifier when it is handed in, however often that is pressed.

mod answer;
mod begin;
mod discard;
mod frame;
mod model;
mod open;
mod papers;
pub(crate) mod store;
mod submit;
mod web_begin;
mod web_check;
mod web_page;
mod web_papers;
mod web_wishes;
mod wish;

use http::Method;
use kernel::{Access, Config, Routes};

pub use answer::{answer, pass, remove_item};
pub use begin::{Begin, begin};
pub use discard::discard;
pub use model::{Deliver, Draft, Wishes, handed_in};
pub use papers::{add_paper, remove_paper};
pub use submit::submit;
pub use wish::wish;

/// The most a form with papers holds: the file's own limit, and room for the rest.
fn limit(config: &Config) -> u64 {
    config.files_max_mib * 1024 * 1024 + 1024 * 1024
}

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/mot-cua/nop/{code}", Access::SignedIn, web_begin::new)
        .post("/mot-cua/nop/{code}", Access::SignedIn, web_begin::create)
        .get("/mot-cua/nhap/{id}", Access::SignedIn, web_check::show)
        .post("/mot-cua/nhap/{id}/submission", Access::SignedIn, web_check::create_submission)
        .post("/mot-cua/nhap/{id}/discard", Access::SignedIn, web_check::discard)
        .get("/mot-cua/nhap/{id}/trang/{page}", Access::SignedIn, web_page::show)
        .post("/mot-cua/nhap/{id}/trang/{page}", Access::SignedIn, web_page::save)
        .post("/mot-cua/nhap/{id}/trang/{page}/passage", Access::SignedIn, web_page::pass)
        .post("/mot-cua/nhap/{id}/trang/{page}/removal", Access::SignedIn, web_page::remove)
        .get("/mot-cua/nhap/{id}/giay-to", Access::SignedIn, web_papers::show)
        .streamed(Method::POST, "/mot-cua/nhap/{id}/giay-to", Access::SignedIn, limit, web_papers::create)
        .post("/mot-cua/nhap/{id}/giay-to/removal", Access::SignedIn, web_papers::remove)
        .get("/mot-cua/nhap/{id}/nhan-ket-qua", Access::SignedIn, web_wishes::show)
        .post("/mot-cua/nhap/{id}/nhan-ket-qua", Access::SignedIn, web_wishes::save)
}
