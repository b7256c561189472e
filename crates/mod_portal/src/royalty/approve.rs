use std::collections::HashMap;

use base::{Id, Vnd};
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{
    model::{Award, deciding_path, refused},
    month::Month,
    payee::Oneself,
    propose::{in_journal, open_month},
    store,
};
use crate::{
    policy::ROYALTY_APPROVE,
    site::{self, Site},
};

#[derive(Serialize)]
struct Approved {
    payee: String,
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
    let path = deciding_path(&site.agency_path, site.validity.to(), act.now().local_date());
    act.require(path)?;
    open_month(&act, site.id, month).await?;
    if chosen.is_empty() {
        return Err(refused("portal.royalty.refused.none_chosen"));
    }
    let oneself = Oneself::of_act(&act).await?;
    let by = oneself.accounts();
    let looked_at: HashMap<Id<Award>, i64> = chosen.iter().copied().collect();
    let ids: Vec<Id<Award>> = looked_at.keys().copied().collect();
    let mut awards = store::find_all(&act, act.actor(), &ids).await?;
    if awards.len() < ids.len() {
        return Err(Error::NotFound);
    }
    for award in &mut awards {
        if award.site != site.id || award.month != month {
            return Err(Error::NotFound);
        }
        if looked_at.get(&award.id) != Some(&award.version) {
            return Err(Error::stale());
        }
        if oneself.is(&award.terms.payee) {
            return Err(refused("portal.royalty.refused.own"));
        }
        award.approve(&by, act.now())?;
    }
    store::save_approved(&act, &mut awards).await?;
    // In the order in which they are read.
    awards.sort_by_key(|award| (award.created_at, award.id.uuid()));
    let events: Vec<(&Award, Approved)> = awards.iter().map(|award| (award, approved(award))).collect();
    act.record_each(&events).await?;
    store::touch_month(&act, site.id, month).await?;
    act.commit().await?;
    Ok(awards.len())
}

fn approved(award: &Award) -> Approved {
    Approved { payee: in_journal(&award.terms.payee), amount: award.amount }
}
