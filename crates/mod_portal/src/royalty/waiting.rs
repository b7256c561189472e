//! What waits for whoever has signed in: proposals of others to approve, and own ones that were sent back.

use base::{Id, Timestamp};
use kernel::{Ctx, Errand, Task, Urgency, Waiting};
use ui::t;

use super::{WORK, month::Month, place, sums};
use crate::site;

/// Most months of sites counted.
const MOST: u64 = 500;

/// How much waits.
pub fn waiting(ctx: Ctx) -> Task<'static, Vec<Waiting>> {
    Box::pin(async move {
        let mut tiles = Vec::new();
        let Some(account) = ctx.actor().account_id() else { return Ok(tiles) };
        for (returned, words) in
            [(false, "portal.royalty.waiting.approve"), (true, "portal.royalty.waiting.returned")]
        {
            let found = sums::waiting(ctx.read(), ctx.actor(), account, returned, MOST).await?;
            let count = found.iter().map(|row| row.n.unsigned_abs()).sum();
            if count > 0 {
                let words = t(ctx.lang(), words).to_owned();
                tiles.push(Waiting { urgency: Urgency::Soon, count, words, href: WORK });
            }
        }
        Ok(tiles)
    })
}

/// What waits, month by month.
pub fn queue(ctx: Ctx, most: u64) -> Task<'static, Vec<Errand>> {
    Box::pin(async move {
        let mut errands = Vec::new();
        let Some(account) = ctx.actor().account_id() else { return Ok(errands) };
        let family = site::sites(ctx.app())?;
        for (returned, what) in
            [(false, "portal.royalty.waiting.approve_them"), (true, "portal.royalty.waiting.mend_them")]
        {
            for row in sums::waiting(ctx.read(), ctx.actor(), account, returned, most).await? {
                let site = family.by_id(Id::from_uuid(row.site_id));
                let (Some(site), Some(month)) = (site, Month::parse(&row.month)) else { continue };
                let since = Timestamp(row.since);
                errands.push(Errand {
                    urgency: Urgency::Soon,
                    at: since,
                    title: ui::fill(
                        ctx.lang(),
                        "portal.royalty.waiting.month",
                        &[("month", &month.vn()), ("n", &row.n)],
                    ),
                    about: site.name_in(ctx.lang()).to_owned(),
                    href: place::path(&place::Place { site: site.clone(), month }),
                    what: t(ctx.lang(), what).to_owned(),
                    when: ui::fill(
                        ctx.lang(),
                        "portal.royalty.waiting.since",
                        &[("when", &since.local().vn())],
                    ),
                });
            }
        }
        Ok(errands)
    })
}
