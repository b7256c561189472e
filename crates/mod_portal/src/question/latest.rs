//! The newest answers, as a home page shows them.

use kernel::{Ctx, Result};
use ui::Page;

use super::{store::public, web_public};
use crate::site::Site;

/// What was asked, and by whom and when it was answered.
pub struct Latest {
    /// The question's title.
    pub title: String,
    /// Where it is read.
    pub href: String,
    /// The agency and the day.
    pub meta: String,
}

/// The newest published answers: a site's own, on the province's those of all. The page is made anew whenever one of
/// them changes.
///
/// # Errors
/// The database's.
pub async fn latest(ctx: &Ctx, page: &Page, site: &Site, n: u64) -> Result<Vec<Latest>> {
    let shelf = web_public::shelf(ctx, site);
    let found = public::list(ctx.read(), &shelf, n, 0).await?;
    let shown = found.into_iter().map(|shown| {
        let item = web_public::item(ctx, page, shown)?;
        let meta = format!("{} · {}", item.agency, item.answered.0);
        Ok(Latest { title: item.title, href: item.href, meta })
    });
    shown.collect()
}
