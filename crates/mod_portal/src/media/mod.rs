//! The library: pictures and documents that entries show.
//!
//! An item is sent once and named by entries as `/thu-vien/{id}`; what it shows, its caption, its credit and the place the
//! eye should rest on belong to the item. Its file may be exchanged, and every entry then shows the new one. What readers
//! see is changed by those who may publish; what an entry still shows is not removed.

mod add;
mod change;
mod form;
mod model;
mod remove;
mod replace;
mod shown;
mod store;
mod web;
mod web_change;

use http::Method;
use kernel::{Access, App, Config, MenuItem, MenuPlace, Migration, Result, Routes};
use svc_files::Purpose;

pub use add::add;
pub use change::change;
pub use model::{Details, Focus, Item};
pub use remove::remove;
pub use replace::replace;
pub use shown::{Media, Shown, named};
pub use store::{Shows, all as items, choices, foreign, note_uses, unknown};

use crate::policy::ENTRY_WRITE;

#[cfg(test)]
mod tests;

/// The slice's part of the schema.
pub const MIGRATION: Migration = Migration {
    name: "20261126_100100_portal_media",
    sql: include_str!("../../migrations/20261126_100100_portal_media.sql"),
};

/// The library's entry in the left rail.
pub const MENU: MenuItem = MenuItem {
    place: MenuPlace::Work("portal.entry.menu.group"),
    label: "portal.media.title",
    href: LIBRARY,
    access: Access::Needs(ENTRY_WRITE),
    order: 510,
};

/// Where editors keep it.
pub(crate) const LIBRARY: &str = "/quan-tri/thu-vien";
/// Where an item is opened by anybody; entries name it by this address.
pub const ADDRESS: &str = "/thu-vien/";

/// What the library takes. Pictures are made anew without what their makers left in them.
const PURPOSE: Purpose = Purpose {
    name: "portal.library",
    kinds: &{
        use svc_files::Kind::*;
        [Jpeg, Png, Webp, Gif, Pdf, Docx, Xlsx, Pptx, Odt, Ods, Csv, Mp4, Webm, Mp3, M4a]
    },
    limit: 100 * 1024 * 1024,
    remake: true,
};

/// Makes the library's purpose known to the files.
///
/// # Errors
/// When the files' module was not started before.
pub fn start(app: &App) -> Result<()> {
    svc_files::declare(app, PURPOSE)
}

/// What it takes, as the `accept` attribute of a file field wants it.
pub fn accept() -> String {
    PURPOSE.accept()
}

/// The slice's routes.
pub fn routes() -> Routes {
    let limit = |_: &Config| PURPOSE.limit + 256 * 1024;
    Routes::new()
        .get("/thu-vien/{id}", Access::Public, web::open)
        .get(LIBRARY, ENTRY_WRITE, web::index)
        .get("/quan-tri/thu-vien/chon", ENTRY_WRITE, web::choose)
        .get("/quan-tri/thu-vien/moi", ENTRY_WRITE, web::new)
        .streamed(Method::POST, LIBRARY, ENTRY_WRITE, limit, web::create)
        .get("/quan-tri/thu-vien/{id}", ENTRY_WRITE, web_change::show)
        .post("/quan-tri/thu-vien/{id}", ENTRY_WRITE, web_change::create_change)
        .streamed(Method::POST, "/quan-tri/thu-vien/{id}/tep", ENTRY_WRITE, limit, web_change::create_file)
        .post("/quan-tri/thu-vien/{id}/removal", ENTRY_WRITE, web_change::create_removal)
}
