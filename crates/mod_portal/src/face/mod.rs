//! The face of a site: what its home page is composed of ([`crate::block`]), its menu ([`crate::menu`]), and its look:
//! colours, photograph, emblem, the sentences at its foot.
//!
//! Each of the three is one JSON text with a version of its own, so that whoever arranges the menu does not get in the way of
//! whoever composes the home page. Home page and menu are changed in a draft that editors look at before they publish
//! it. A site that has said nothing has the usual face of its kind of agency. Faces are in memory whole, for every page
//! of a site shows a part of its face.

mod change;
mod follow;
mod index;
mod law;
mod load;
mod look;
mod model;
mod sample;
mod store;
mod tabs;
pub(crate) mod web_draft;
mod web_look;

use kernel::{Access, App, Consumer, Ctx, MenuItem, MenuPlace, Migration, Result, Routes, Task, snapshot};
use std::sync::Arc;

use base::Id;

use crate::{policy::SITE_COMPOSE, site::Site};

pub use change::{Draft, discard, keep, open, publish, reset};
pub use law::{Missing, missing};
pub use load::Faces;
pub(crate) use load::published;
pub use look::{Look, dress};
pub use model::{Composed, Face, Part, Shape};
pub use sample::load_model_faces;
pub use store::{Kept, kept};
pub(crate) use tabs::{Tab, tabs, warnings};
pub(crate) use web_draft::{Drafted, done};
pub(crate) use web_look::{history, screen};

#[cfg(test)]
pub(crate) mod tests;

/// The slice's part of the schema.
pub const MIGRATION: Migration = Migration {
    name: "20261126_110000_portal_site_part",
    sql: include_str!("../../migrations/20261126_110000_portal_site_part.sql"),
};

/// The work screen's entry.
pub const MENU: MenuItem = MenuItem {
    place: MenuPlace::Work("portal.entry.menu.group"),
    label: "portal.face.menu",
    href: WORK,
    access: Access::Needs(SITE_COMPOSE),
    order: 530,
};

/// Follows what changes on other nodes, and what becomes of the entries and pictures that faces name.
pub const CONSUMER: Consumer = Consumer { name: "portal.faces", start: follow::start };

/// Where editors work.
pub const WORK: &str = "/quan-tri/bo-cuc";

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get(WORK, SITE_COMPOSE, index::index)
        .get("/quan-tri/bo-cuc/{site}/giao-dien", SITE_COMPOSE, web_look::show)
        .post("/quan-tri/bo-cuc/{site}/giao-dien", SITE_COMPOSE, web_look::save)
        .post("/quan-tri/bo-cuc/{site}/giao-dien/xem-thu", SITE_COMPOSE, web_look::preview)
}

/// Loads the faces into memory.
pub fn start(app: &App) -> Task<'_, ()> {
    Box::pin(snapshot::start::<Faces>(app))
}

/// The faces as readers see them now.
///
/// # Errors
/// [`kernel::Error::Internal`] when the portal was not started.
pub fn faces(app: &App) -> Result<Arc<Faces>> {
    snapshot::current(app)
}

/// The face of a site; every page that shows its menu or its look is then made anew when they change.
///
/// # Errors
/// As [`faces`].
pub fn of(ctx: &Ctx, site: Id<Site>) -> Result<Arc<Face>> {
    ctx.depends_on(key(site));
    Ok(faces(ctx.app())?.of(site))
}

/// The key of every page of a site: they all show its menu and its look.
pub fn key(site: Id<Site>) -> String {
    format!("face_shown:{site}")
}

/// The key of a site's home page.
pub fn home_key(site: Id<Site>) -> String {
    format!("home_shown:{site}")
}
