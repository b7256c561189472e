use base::{Id, Vnd};
use kernel::{Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::FormState;

use super::{
    find,
    model::{Award, Coefficient, Status, Terms, amount, check_range, refused},
    month::Month,
    propose::{in_journal, open_month},
    shares, store,
};
use crate::policy::ROYALTY_PROPOSE;

/// What would have been right.
#[derive(Clone, Debug)]
pub struct Right {
    /// The coefficient; nought where nothing was due.
    pub coefficient: Coefficient,
    /// The share, in percent.
    pub share: i64,
    /// Why.
    pub reason: String,
}

#[derive(Serialize)]
struct Corrected {
    of: Uuid,
    payee: String,
    amount: Vnd,
    reason: String,
}

impl Event for Corrected {
    const NAME: &'static str = "portal.royalty.corrected";
}

/// Puts an award of a closed month right by a line in a later month: it says what would have been right, at the rates of
/// then, and its amount is the difference, which may be negative. What is closed stays as it was.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] when the award is not closed or not to
/// be corrected, another correction of it still waits, or the later month takes nothing; [`Error::Invalid`] with what is
/// wrong.
pub async fn correct(ctx: &Ctx, id: Id<Award>, month: Month, right: Right) -> Result<Award> {
    let (mut act, award, oneself) = find::begin(ctx, ROYALTY_PROPOSE, id).await?;
    if oneself.is(&award.terms.payee) {
        return Err(refused("portal.royalty.refused.own"));
    }
    if !award.is_correctable() {
        return Err(refused("portal.royalty.refused.not_closed"));
    }
    open_month(&act, award.site, month).await?;
    if month <= award.month {
        return Err(refused("portal.royalty.refused.not_later"));
    }
    let before = store::corrections(&act, id).await?;
    if before.iter().any(|correction| !correction.closed) {
        return Err(refused("portal.royalty.refused.corrected"));
    }
    let mut wrong = FormState::default();
    if right.coefficient.0 > 0 {
        check_range(&mut wrong, "coefficient", right.coefficient, &award.rates);
    }
    if !(1..=100).contains(&right.share) {
        wrong.reject("share", "portal.royalty.wrong.share");
    }
    let due = amount(award.rates.unit, right.coefficient, right.share);
    let given: Vnd = before.iter().map(|correction| correction.amount).sum::<Vnd>() + award.amount;
    let difference = Vnd(due.0 - given.0);
    if difference.0 == 0 {
        wrong.reject("coefficient", "portal.royalty.wrong.no_difference");
    }
    if wrong.is_ok() && right.coefficient.0 > 0 {
        let known = store::of_entries(&act, &[award.work.entry]).await?;
        shares::check(&known, &award.whole(), Some(id), right.share, &mut wrong, ("", shares::NO_ROOM));
    }
    if !wrong.is_ok() {
        return Err(Error::Invalid(Box::new(wrong)));
    }
    let correction = Award {
        id: new_id(),
        month,
        closed: false,
        terms: Terms {
            coefficient: right.coefficient,
            share: right.share,
            note: String::new(),
            ..award.terms.clone()
        },
        amount: difference,
        status: Status::Proposed,
        reason: right.reason.clone(),
        corrects: Some(id),
        hands: ctx.actor().account_id().into_iter().collect(),
        approver: None,
        created_at: act.now(),
        updated_at: act.now(),
        version: 1,
        ..award
    };
    store::insert(&act, std::slice::from_ref(&correction)).await?;
    store::touch_month(&act, correction.site, month).await?;
    let payee = in_journal(&correction.terms.payee);
    let event = Corrected { of: id.uuid(), payee, amount: difference, reason: right.reason };
    act.record(&correction, &event).await?;
    act.commit().await?;
    Ok(correction)
}
