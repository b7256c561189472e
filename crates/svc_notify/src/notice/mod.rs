//! A notice: something one person is told once. Behind the bell it is their inbox, `/thong-bao`.

mod deliver;
mod model;
mod read;
pub(crate) mod store;
mod web;

use kernel::{Access, Routes};

pub(crate) use deliver::run as run_deliver;
pub(crate) use model::{Notice, NoticeId};

/// The inbox.
pub(crate) const PATH: &str = "/thong-bao";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(PATH, Access::SignedIn, web::index)
        .get("/thong-bao/so", Access::SignedIn, web::count)
        .post("/thong-bao/da-doc", Access::SignedIn, web::create_reading_of_all)
        .post("/thong-bao/{id}/da-doc", Access::SignedIn, web::create_reading)
}
