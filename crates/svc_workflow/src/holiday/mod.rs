//! A day of the legal calendar that is not what its weekday says: a public holiday, a day exchanged away, a day worked
//! for it. The calendar is one for the whole province; officers add what a new decision says, correct a forecast when
//! it is decided, paste a whole year from a table. Each act counts at once, in deadlines and on public pages.

mod add;
mod edit;
mod entity;
pub mod event;
mod form;
mod load_model;
mod model;
mod paste;
mod remove;
pub(crate) mod store;
pub(crate) mod web;

use kernel::Routes;

use crate::policy::CALENDAR_EDIT;

pub use add::add;
pub use edit::edit;
pub use load_model::load_model_holidays;
pub use model::{Details, Entry};
pub use paste::{Change, Plan, paste, plan};
pub use remove::remove;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/quan-tri/lich", CALENDAR_EDIT, web::index)
        .post("/quan-tri/lich", CALENDAR_EDIT, web::create)
        .get("/quan-tri/lich/them", CALENDAR_EDIT, web::new)
        .get("/quan-tri/lich/nhap", CALENDAR_EDIT, web::paste_form)
        .post("/quan-tri/lich/nhap", CALENDAR_EDIT, web::preview)
        .post("/quan-tri/lich/nhap/ghi", CALENDAR_EDIT, web::create_pasted)
        .get("/quan-tri/lich/{id}", CALENDAR_EDIT, web::show)
        .post("/quan-tri/lich/{id}", CALENDAR_EDIT, web::update)
        .get("/quan-tri/lich/{id}/bo", CALENDAR_EDIT, web::ask_removal)
        .post("/quan-tri/lich/{id}/bo", CALENDAR_EDIT, web::create_removal)
}
