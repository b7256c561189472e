use base::{Id, Vnd};
use kernel::{Ctx, Error, Event, Result, Subject};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::Message;

use super::{
    model::{deciding_path, refused},
    month::Month,
    propose::open_month,
    store::{self, sums},
};
use crate::{
    policy::ROYALTY_APPROVE,
    site::{self, Site},
};

#[derive(Serialize)]
struct Closed {
    month: String,
    count: u64,
    amount: Vnd,
}

impl Event for Closed {
    const NAME: &'static str = "portal.royalty_month.closed";
}

/// A site's royalties of a month, as the journal names them. Its key is not the site's: readers' pages do not change.
pub(super) struct Ledger<'a>(pub &'a Site);

impl Subject for Ledger<'_> {
    const KIND: &'static str = "royalty_month";
    fn subject_id(&self) -> Uuid {
        self.0.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.0.agency_id)
    }
}

/// Closes a site's month, as it was looked at under `version`. From then on nothing in it changes.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] when it is closed, not over yet, empty,
/// changed since, or when something in it is not approved.
pub async fn close(ctx: &Ctx, site: Id<Site>, month: Month, version: i64) -> Result<()> {
    let mut act = ctx.act(ROYALTY_APPROVE).await?;
    let site = site::sites(ctx.app())?.by_id(site).cloned().ok_or(Error::NotFound)?;
    let today = act.now().local_date();
    act.require(deciding_path(&site.agency_path, site.validity.to(), today))?;
    let row = open_month(&act, site.id, month).await?;
    if month.last() >= today {
        let day = month.next().first().vn();
        return Err(Error::Conflict(Message::new("portal.royalty.refused.running").with("day", day)));
    }
    if row.version != version {
        return Err(Error::stale());
    }
    let total = sums::totals(&act, act.actor(), Some(site.id), month).await?.pop();
    let total = total.map(|(_, total)| total).unwrap_or_default();
    if total.all.count == 0 {
        return Err(refused("portal.royalty.refused.empty"));
    }
    if total.proposed + total.returned > 0 {
        return Err(refused("portal.royalty.refused.unapproved"));
    }
    store::close_month(&act, site.id, month, ctx.actor().account_id(), act.now()).await?;
    let event = Closed { month: month.vn(), count: total.all.count, amount: total.all.amount };
    act.record(&Ledger(&site), &event).await?;
    act.commit().await
}
