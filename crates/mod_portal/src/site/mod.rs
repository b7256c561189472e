//! The family of sites: one platform, one site for the province and one for each of its agencies and communes
//! (Decree 224/2026/NĐ-CP art. 11).
//!
//! A request names its site by host (`sxd.thainguyen.gov.vn`) or by path (`/s/sxd/…`); [`rewrite`] finds it in memory
//! and leads local addresses to routes declared once under `/s/{slug}/…`. Agencies that ended keep an address: it
//! redirects to the one agency that took over, or shows who did.

mod admin;
mod api;
mod contact;
mod edit;
mod family;
mod follow;
mod form;
mod former;
mod frame;
mod home;
mod leader;
mod model;
mod offer;
mod pages;
pub mod plan;
mod readdress;
mod reorganise;
mod rewrite;
mod sample;
mod sitemap;
mod store;
mod view;
mod writable;

use std::{sync::Arc, time::Duration};

use base::Id;
use kernel::{
    Access, App, Consumer, Ctx, Error, JobKind, MenuItem, MenuPlace, Result, Routes, Snapshot, Task, snapshot,
};
use sea_orm::prelude::Uuid;

use crate::policy;

pub use contact::Contact;
pub use edit::{Edit, edit};
pub use family::{Summary, build_family};
pub use follow::FAMILY;
pub use frame::frame;
pub(crate) use home::{Life, chips, lives, paragraphs, preview, stats};
pub use leader::Leader;
pub use model::{Lookup, Site, SiteKind, Sites, lower_first, proper_name};
pub(crate) use offer::Offer;
pub use readdress::readdress;
pub use reorganise::Portal;
pub use rewrite::rewrite;
pub use sample::fill_samples;
pub(crate) use store::{PER_PAGE, editable, find, open};
pub(crate) use view::{Body, Named, departments};
pub(crate) use writable::{writable, writable_choices};

impl Snapshot for Sites {
    const SUBJECTS: &'static [&'static str] = &["site", "agency"];

    fn load(app: &App) -> Task<'_, Self> {
        Box::pin(async move {
            let db = app.db().read();
            Ok(Self::new(store::all(db).await?).with_given_up(store::given_up(db).await?))
        })
    }

    fn changed(&self, newer: &Self) -> Vec<String> {
        let fresh = newer.all().iter().filter(|site| self.by_id(site.id).is_none_or(|known| known != *site));
        let mut keys: Vec<String> = fresh.map(|site| site.key()).collect();
        if !keys.is_empty() {
            keys.push(ALL.to_owned());
        }
        keys
    }
}

/// The work screen's entry.
pub const MENU: MenuItem = MenuItem {
    place: MenuPlace::Work("portal.site.menu.group"),
    label: "portal.site.edit.menu",
    href: "/quan-tri/trang",
    access: Access::Needs(policy::SITE_EDIT),
    order: 60,
};

/// Follows changes made on other nodes.
pub const CONSUMER: Consumer = Consumer { name: "portal.sites", start: snapshot::follow::<Sites> };

/// Keeps the family in line with the tree of agencies where no act says so: on the first and after the last day of one.
pub const JOB: JobKind = JobKind {
    name: "portal.family",
    run: |app, _| {
        Box::pin(async move {
            build_family(&Ctx::system(&app, "portal.family")).await?;
            Ok(())
        })
    },
    every: Some(Duration::from_secs(60)),
};

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/s/{slug}", Access::Public, home::bare)
        .get("/s/{slug}/", Access::Public, home::show)
        .get("/s/{slug}/gioi-thieu", Access::Public, pages::about)
        .get("/s/{slug}/lien-he", Access::Public, pages::contact)
        .get("/s/{slug}/so-do", Access::Public, pages::map)
        .get("/s/{slug}/sitemap.xml", Access::Public, sitemap::show)
        .get("/cac-trang", Access::Public, pages::family)
        .get("/trang-cua/{id}", Access::Public, home::of_agency)
        .get("/sitemap.xml", Access::Public, sitemap::index)
        .get("/thu-tuc/sitemap.xml", Access::Public, sitemap::procedures)
        .get("/robots.txt", Access::Public, sitemap::robots)
        .get("/.well-known/security.txt", Access::Public, sitemap::security)
        .api("/api/v1/sites", api::SITES, api::list)
        .get("/quan-tri/trang", policy::SITE_EDIT, admin::index)
        .get("/quan-tri/trang/{id}", policy::SITE_EDIT, admin::show)
        .post("/quan-tri/trang/{id}", policy::SITE_EDIT, admin::save)
        .post("/quan-tri/trang/{id}/dia-chi", policy::SITE_EDIT, admin::readdress)
}

/// Loads the family into memory.
pub fn start(app: &App) -> Task<'_, ()> {
    Box::pin(snapshot::start::<Sites>(app))
}

/// The family as it stands now.
///
/// # Errors
/// [`Error::Internal`] when the portal was not started.
pub fn sites(app: &App) -> Result<Arc<Sites>> {
    snapshot::current(app)
}

/// Where a site's agency stands in the tree now: the family in memory learns of a move a moment later.
pub fn path(tree: &svc_org::Tree, site: &Site) -> String {
    tree.get(Id::from_uuid(site.agency_id)).map_or_else(|| site.agency_path.clone(), |a| a.path.clone())
}

/// The key of pages that list the family.
pub const ALL: &str = "sites";

/// The site this request is for: the one its host or path names, else the province's.
///
/// # Errors
/// [`Error::NotFound`] when the family is still empty.
pub fn current(ctx: &Ctx) -> Result<Arc<Site>> {
    let sites = sites(ctx.app())?;
    let named = ctx.origin().site.as_deref().and_then(|id| id.parse::<Uuid>().ok()).map(Id::from_uuid);
    let found = match named {
        Some(id) => sites.by_id(id),
        None => sites.province(),
    };
    found.cloned().ok_or(Error::NotFound)
}

#[cfg(test)]
pub(crate) mod tests;
