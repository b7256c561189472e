use base::{Id, Vnd};
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use ui::FormState;

use super::{
    Award, find,
    model::{Terms, refused},
    propose::{Desk, open_month, shares_fit},
    store,
};
use crate::{policy::ROYALTY_PROPOSE, site};

#[derive(Serialize)]
struct Revised {
    genre: String,
    coefficient: String,
    share: i64,
    amount: Vnd,
}

impl Event for Revised {
    const NAME: &'static str = "portal.royalty.revised";
}

/// Changes an award before its month is closed; it waits for approval anew.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency, or when it is given to whoever changes it;
/// [`Error::Conflict`] for a stale `version`, a closed month or a correction; [`Error::Invalid`] with what is wrong.
pub async fn revise(ctx: &Ctx, id: Id<Award>, version: i64, terms: Terms) -> Result<Award> {
    let (mut act, mut award, oneself) = find::begin(ctx, ROYALTY_PROPOSE, id).await?;
    if award.version != version {
        return Err(Error::stale());
    }
    if oneself.is(&award.terms.payee) {
        return Err(refused("portal.royalty.refused.own"));
    }
    if award.corrects.is_some() {
        return Err(refused("portal.royalty.refused.correction"));
    }
    open_month(&act, award.site, award.month).await?;
    let site = site::sites(ctx.app())?.by_id(award.site).cloned().ok_or(Error::NotFound)?;
    let path = award.deciding_path(act.now().local_date()).to_owned();
    let desk = Desk::open(&act, &site, ROYALTY_PROPOSE, &path, award.month).await?;
    let mut wrong = FormState::default();
    let looked = desk.terms(&act, "", award.work.clone(), &terms, &mut wrong).await?;
    if looked.is_some() {
        let known = store::of_work(&act, &award.work, &terms.genre).await?;
        let others = known.iter().filter(|other| other.corrects.is_none() && other.id != id);
        if others.into_iter().any(|other| other.terms.payee.key() == terms.payee.key()) {
            wrong.reject("genre", "portal.royalty.wrong.known");
        }
        shares_fit(&known, Some(id), terms.share, &mut wrong, "");
    }
    let Some((_, name, rates)) = looked.filter(|_| wrong.is_ok()) else {
        return Err(Error::Invalid(Box::new(wrong)));
    };
    award.revise(terms, name, rates, ctx.actor().account_id(), act.now())?;
    store::save(&act, &mut award).await?;
    store::touch_month(&act, award.site, award.month).await?;
    let event = Revised {
        genre: award.rates.name.clone(),
        coefficient: award.terms.coefficient.to_string(),
        share: award.terms.share,
        amount: award.amount,
    };
    act.record(&award, &event).await?;
    act.commit().await?;
    Ok(award)
}
