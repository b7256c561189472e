use base::{Id, Vnd};
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{
    model::{Award, refused},
    month::Month,
    payee::Oneself,
    propose::{deciding_path, open_month},
    store,
};
use crate::{
    policy::ROYALTY_APPROVE,
    site::{self, Site},
};

#[derive(Serialize)]
struct Approved {
    amount: Vnd,
}

impl Event for Approved {
    const NAME: &'static str = "portal.royalty.approved";
}

/// Approves these awards of a site's month, each named with the version that was looked at: all or none.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] when the month is closed, one of them
/// changed since, does not wait, is given to whoever approves, or was proposed or changed by them.
pub async fn approve(ctx: &Ctx, site: Id<Site>, month: Month, chosen: &[(Id<Award>, i64)]) -> Result<usize> {
    let mut act = ctx.act(ROYALTY_APPROVE).await?;
    let site = site::sites(ctx.app())?.by_id(site).cloned().ok_or(Error::NotFound)?;
    let path = deciding_path(&act, &site);
    act.require(&path)?;
    open_month(&act, site.id, month).await?;
    if chosen.is_empty() {
        return Err(refused("portal.royalty.refused.none_chosen"));
    }
    let oneself = Oneself::of_act(&act, ROYALTY_APPROVE, &path).await?;
    let by = oneself.accounts();
    let mut done = 0;
    for &(id, version) in chosen {
        let mut award = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
        if award.site != site.id || award.month != month {
            return Err(Error::NotFound);
        }
        if award.version != version {
            return Err(Error::stale());
        }
        if oneself.is(&award.terms.payee) {
            return Err(refused("portal.royalty.refused.own"));
        }
        award.approve(&by, act.now())?;
        store::save(&act, &mut award).await?;
        act.record(&award, &Approved { amount: award.amount }).await?;
        done += 1;
    }
    store::touch_month(&act, site.id, month).await?;
    act.commit().await?;
    Ok(done)
}
