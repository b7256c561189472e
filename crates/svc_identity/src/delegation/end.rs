use base::Id;
use kernel::{Ctx, Error, Result};

use super::{
    model::{Delegation, DelegationEnded},
    store,
};
use crate::{ACCOUNT_MANAGE, reorganise};

/// Takes a lent role back, gives a borrowed one back, or ends one that others lent over an agency whose accounts one looks
/// after; it counts from the next request on.
///
/// # Errors
/// [`Error::NotFound`] for anybody else, and for one that has ended.
pub(crate) async fn end(ctx: &Ctx, id: Id<Delegation>) -> Result<Delegation> {
    let own: Id<crate::Account> = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let mut act = ctx.own_act().await?;
    let delegation = store::find(&act, id).await?.ok_or(Error::NotFound)?;
    let theirs = own == delegation.lender || own == delegation.borrower;
    if !theirs && !ctx.may(ACCOUNT_MANAGE, Some(&delegation.path)) {
        return Err(Error::NotFound);
    }
    if !store::end(&act, id).await? {
        return Err(Error::NotFound);
    }
    act.record(&delegation, &DelegationEnded { delegation: id }).await?;
    reorganise::loan_ended(&mut act, &delegation).await?;
    act.commit().await?;
    Ok(delegation)
}
