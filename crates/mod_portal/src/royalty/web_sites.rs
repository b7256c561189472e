//! All sites of a month, those of agencies that have ended among them, with what waits in each.

use askama::Template;
use axum::response::Response;
use kernel::{Ctx, Result};
use ui::{Choice, FormState, Page};

use super::{
    WORK,
    month::Month,
    place::{self, Place},
    store::sums::{self, Total},
};

/// A site in the list of all.
struct SiteRow {
    name: String,
    href: String,
    missing: u64,
    total: Total,
    closed: bool,
}

#[derive(Template)]
#[template(path = "royalty/templates/sites.html")]
struct SitesPage {
    page: Page,
    path: String,
    form: FormState,
    sites: Vec<Choice>,
    months: Vec<Choice>,
    rows: Vec<SiteRow>,
    amount: i64,
}

/// The list.
///
/// # Errors
/// The database's; the template's.
pub(super) async fn show(ctx: &Ctx, month: Month) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.royalty.work.title").to_owned();
    let (db, actor) = (ctx.read(), ctx.actor());
    let totals = sums::totals(db, actor, None, month).await?;
    let missing = sums::unawarded(db, actor, month).await?;
    let closed = sums::closed(db, month).await?;
    let path = page.href(WORK);
    let mut rows = Vec::new();
    let mut amount = 0;
    for site in place::own_sites(ctx)? {
        let total = totals.iter().find(|(id, _)| *id == site.id).map(|(_, total)| *total).unwrap_or_default();
        let missing = missing.iter().find(|(id, _)| *id == site.id).map_or(0, |(_, n)| *n);
        let closed = closed.contains(&site.id);
        if total.all.count == 0 && missing == 0 && !closed {
            continue;
        }
        amount += total.all.amount.0;
        let name = site.name_in(page.lang).to_owned();
        let href = format!("{path}?{}", place::query(&Place { site, month }));
        rows.push(SiteRow { name, href, missing, total, closed });
    }
    let shown = SitesPage {
        form: FormState::default().with("thang", month),
        sites: place::site_choices(ctx, &page, month, None)?,
        months: place::month_choices(ctx, month),
        rows,
        amount,
        path,
        page,
    };
    ctx.html(&shown)
}
