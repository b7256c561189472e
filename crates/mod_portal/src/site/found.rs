use kernel::{Ctx, Event, Result};
use serde::Serialize;

use super::{Site, reload, store};
use crate::policy;

/// A site came into being.
#[derive(Serialize)]
struct Founded {
    slug: String,
}

impl Event for Founded {
    const NAME: &'static str = "portal.site.founded";
}

/// Adds sites to the family. Whoever founds them must hold the right over each one's agency.
///
/// # Errors
/// [`kernel::Error::Forbidden`] over one of the agencies; the database's when a slug is taken. Then none is added.
pub async fn found(ctx: &Ctx, sites: &[Site]) -> Result<()> {
    if sites.is_empty() {
        return Ok(());
    }
    let mut act = ctx.act(policy::SITE_EDIT).await?;
    act.touch(super::ALL);
    store::insert(&act, sites).await?;
    for site in sites {
        act.require(&site.agency_path)?;
        act.record(site, &Founded { slug: site.slug.clone() }).await?;
    }
    act.commit().await?;
    reload(ctx.app()).await
}
