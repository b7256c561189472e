//! What readers think of pages: whether a page helped, and if not, what was missing (Decree 224/2026/NĐ-CP art. 10:
//! satisfaction is asked without identity).
//!
//! Pages lead to a small form of its own, because they are kept in memory and carry nothing of anybody. Nobody is asked
//! who they are, no cookie is given and no address kept; what is kept are sums by page and day. Editors see them on a
//! screen of their own.

mod export;
mod give;
mod model;
mod model_ratings;
mod store;
mod web_public;
mod web_work;

use std::time::Duration;

use kernel::{Access, JobKind, MenuItem, MenuPlace, Migration, Routes};

use crate::policy::READERS_SEE;

pub use give::give;
pub use model::{Grade, Rated, Rating, Reason, Sum};
pub use model_ratings::load_model_ratings;
pub use web_public::beside;

#[cfg(test)]
mod tests;

/// The part of the schema for ratings.
pub const MIGRATION: Migration = Migration {
    name: "20261126_110000_portal_rating",
    sql: include_str!("../../migrations/20261126_110000_portal_rating.sql"),
};

/// The screen in the left rail.
pub const MENU: MenuItem = MenuItem {
    place: MenuPlace::Work("portal.entry.menu.group"),
    label: "portal.rating.menu",
    href: WORK,
    access: Access::Needs(READERS_SEE),
    order: 530,
};

/// Forgets forms that can be sent no more.
pub const JOB: JobKind = JobKind {
    name: "portal.forget_rating_forms",
    run: |app, _| {
        Box::pin(async move {
            // A form may be sent for a day, which may begin in the last minute of another.
            let before = app.clock().now().local_date().plus_days(-2);
            store::forget_forms(&app, before).await.map(drop)
        })
    },
    every: Some(Duration::from_secs(24 * 3600)),
};

/// Where editors look.
const WORK: &str = "/quan-tri/danh-gia";
/// Pages of a site that can be rated, besides entries: the word in addresses with the text key of their name.
const PAGES: [(&str, &str); 2] = [("gioi-thieu", "portal.about.title"), ("lien-he", "portal.contact.title")];

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/s/{slug}/gioi-thieu/danh-gia", Access::Public, web_public::new_of_about)
        .post("/s/{slug}/gioi-thieu/danh-gia", Access::Public, web_public::create_of_about)
        .get("/s/{slug}/lien-he/danh-gia", Access::Public, web_public::new_of_contact)
        .post("/s/{slug}/lien-he/danh-gia", Access::Public, web_public::create_of_contact)
        .get("/s/{slug}/{section}/{entry}/danh-gia", Access::Public, web_public::new_of_entry)
        .post("/s/{slug}/{section}/{entry}/danh-gia", Access::Public, web_public::create_of_entry)
        .get(WORK, READERS_SEE, web_work::index)
        .get("/quan-tri/danh-gia/xuat.csv", READERS_SEE, export::csv)
}
