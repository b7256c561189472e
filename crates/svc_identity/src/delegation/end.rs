use base::Id;
use kernel::{Ctx, Error, Result};

use super::{
    model::{Delegation, DelegationEnded},
    store,
};
use crate::reorganise;

/// Takes a lent role back, or gives a borrowed one back; it counts from the next request on.
///
/// # Errors
/// [`Error::NotFound`] unless one is its lender or its borrower and it has not ended.
pub(crate) async fn end(ctx: &Ctx, id: Id<Delegation>) -> Result<()> {
    let own: Id<crate::Account> = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let mut act = ctx.own_act().await?;
    let delegation = store::find(&act, id).await?.ok_or(Error::NotFound)?;
    if own != delegation.lender && own != delegation.borrower {
        return Err(Error::NotFound);
    }
    if !store::end(&act, id).await? {
        return Err(Error::NotFound);
    }
    act.record(&delegation, &DelegationEnded { delegation: id }).await?;
    reorganise::loan_ended(&mut act, &delegation).await?;
    act.commit().await
}
