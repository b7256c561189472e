use base::{Id, Vnd};
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use ui::{FormState, Message};

use super::{
    Award,
    desk::Desk,
    find,
    model::{Terms, refused},
    propose::{in_journal, open_month},
    shares, store,
};
use crate::policy::ROYALTY_PROPOSE;

#[derive(Serialize)]
struct Revised {
    payee: String,
    payee_changed: bool,
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
    let desk = Desk::open(&act, award.site, &[award.work.entry], &[&terms.payee], &oneself).await?;
    let mut wrong = FormState::default();
    let looked = desk.terms("", &award.work, &terms, &mut wrong);
    if looked.is_some() {
        let whole = award.whole_in(&terms.genre);
        // To another genre it leaves the first whole as if it were withdrawn.
        let left = (whole != award.whole()).then(|| shares::on_top_of(&desk.known, &award)).flatten();
        if let Some(other) = left {
            let message = Message::new("portal.royalty.refused.again_stands").with("month", other.month.vn());
            wrong.reject("genre", message);
        }
        if let Some(same) = desk.same(&whole, &terms.payee, Some(id)) {
            let message = Message::new("portal.royalty.wrong.known").with("month", same.month.vn());
            wrong.reject("genre", message);
        }
        shares::check(&desk.known, &whole, Some(id), terms.share, &mut wrong, ("", shares::NO_ROOM));
    }
    let Some((name, rates)) = looked.filter(|_| wrong.is_ok()) else {
        return Err(Error::Invalid(Box::new(wrong)));
    };
    let payee_changed = award.terms.payee.key() != terms.payee.key();
    award.revise(terms, name, rates, ctx.actor().account_id(), act.now())?;
    store::save(&act, &mut award).await?;
    store::touch_month(&act, award.site, award.month).await?;
    let event = Revised {
        payee: in_journal(&award.terms.payee),
        payee_changed,
        genre: award.rates.name.clone(),
        coefficient: award.terms.coefficient.to_string(),
        share: award.terms.share,
        amount: award.amount,
    };
    act.record(&award, &event).await?;
    act.commit().await?;
    Ok(award)
}
