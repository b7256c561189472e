//! The family of sites: one platform, one site for the province and one for each of its agencies and communes
//! (Decree 224/2026/NĐ-CP art. 11).
//!
//! A request names its site by host (`sxd.thainguyen.gov.vn`) or by path (`/s/sxd/…`); [`rewrite`] finds it in memory
//! and leads local addresses to routes declared once under `/s/{slug}/…`. Agencies that ended keep an address: it
//! redirects to the one agency that took over, or shows who did.

mod follow;
mod found;
mod frame;
mod leader;
mod model;
pub mod plan;
mod rewrite;
mod store;

use std::sync::Arc;

use arc_swap::ArcSwap;
use base::Id;
use kernel::{App, Consumer, Ctx, Error, Result, Routes, Task};
use sea_orm::prelude::Uuid;

pub use found::found;
pub use frame::frame;
pub use leader::Leader;
pub use model::{Lookup, Site, SiteKind, Sites, lower_first, proper_name};
pub use rewrite::rewrite;

/// The family in memory, exchanged as a whole when a site changes.
struct Family(ArcSwap<Sites>);

/// Follows changes made on other nodes.
pub const CONSUMER: Consumer = Consumer { name: "portal.sites", start: follow::start };

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
}

/// Loads the family into memory.
pub fn start(app: &App) -> Task<'_, ()> {
    Box::pin(async move {
        app.keep(Family(ArcSwap::from_pointee(Sites::new(store::all(app.db().read()).await?))));
        Ok(())
    })
}

/// The family as it stands now.
///
/// # Errors
/// [`Error::Internal`] when the portal was not started.
pub fn sites(app: &App) -> Result<Arc<Sites>> {
    Ok(app.part::<Family>()?.0.load_full())
}

/// Reads the family anew. Pages made from the older one meanwhile are dropped.
///
/// # Errors
/// The database's.
pub async fn reload(app: &App) -> Result<()> {
    let family = app.part::<Family>()?;
    let fresh = Sites::new(store::all(app.db().read()).await?);
    let old = family.0.load_full();
    let changed: Vec<String> = fresh
        .all()
        .iter()
        .filter(|site| old.by_id(site.id).is_none_or(|known| known != *site))
        .map(|site| site.key())
        .collect();
    family.0.store(Arc::new(fresh));
    if !changed.is_empty() {
        app.cache().drop_keys(changed.iter().map(String::as_str).chain([ALL]));
    }
    Ok(())
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
