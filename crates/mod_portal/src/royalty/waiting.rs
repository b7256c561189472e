//! What waits for whoever has signed in: proposals of others to approve, and own ones that were sent back.

use base::{Id, Timestamp};
use kernel::{Ctx, Errand, Result, Task, Urgency, Waiting};
use ui::t;

use super::{WORK, model::Status, month::Month, payee::Oneself, place, store::sums};
use crate::policy::{ROYALTY_APPROVE, ROYALTY_PROPOSE};
use crate::site;

/// Most months of sites counted.
const MOST: u64 = 500;

/// What waits; the database is asked only for those it may wait for.
async fn found(ctx: &Ctx, most: u64) -> Result<Vec<sums::Waits>> {
    if ![ROYALTY_APPROVE, ROYALTY_PROPOSE].iter().any(|right| ctx.may(*right, None)) {
        return Ok(Vec::new());
    }
    let oneself = Oneself::alone(ctx).await?;
    sums::waiting(ctx.read(), ctx.actor(), &oneself, None, most).await
}

/// How much waits.
pub fn waiting(ctx: Ctx) -> Task<'static, Vec<Waiting>> {
    Box::pin(async move {
        let found = found(&ctx, MOST).await?;
        let tile = |status: Status, words| {
            let of_status = found.iter().filter(|row| row.status == status.code());
            let count = of_status.map(|row| row.n.unsigned_abs()).sum();
            Waiting { urgency: Urgency::Soon, count, words: t(ctx.lang(), words).to_owned(), href: WORK }
        };
        let tiles = [
            tile(Status::Proposed, "portal.royalty.waiting.approve"),
            tile(Status::Returned, "portal.royalty.waiting.returned"),
        ];
        Ok(tiles.into_iter().filter(|tile| tile.count > 0).collect())
    })
}

/// What waits, month by month.
pub fn queue(ctx: Ctx, most: u64) -> Task<'static, Vec<Errand>> {
    Box::pin(async move {
        let mut errands = Vec::new();
        let family = site::sites(ctx.app())?;
        for row in found(&ctx, most).await? {
            let what = match row.status == Status::Returned.code() {
                true => "portal.royalty.waiting.mend_them",
                false => "portal.royalty.waiting.approve_them",
            };
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
                when: ui::fill(ctx.lang(), "portal.royalty.waiting.since", &[("when", &since.local().vn())]),
            });
        }
        Ok(errands)
    })
}
