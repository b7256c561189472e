use base::Id;
use kernel::{Act, Error, Result};
use ui::Message;

use super::{give::may_give, permissions, store};
use crate::Account;

/// Asks that all an account may do, by its own roles and by those lent to it, lies within the act's scope.
///
/// # Errors
/// [`Error::Forbidden`] when some of it does not.
pub(crate) async fn require_within(act: &mut Act, account: Id<Account>) -> Result<()> {
    for held in store::exercised_by(act, &[account], act.now().local_date()).await? {
        act.require(&held.path)?;
    }
    Ok(())
}

/// As [`require_within`], and that the actor may do all of it themselves: for whatever would let them into the account, such
/// as its password, its owner's mail address, or another account of its owner's.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Conflict`] when the account may do something the actor may not.
pub(crate) async fn require_over(act: &mut Act, account: Id<Account>) -> Result<()> {
    for held in store::exercised_by(act, &[account], act.now().local_date()).await? {
        act.require(&held.path)?;
        let allowed = permissions(act.ctx().app(), &held.role).unwrap_or_default();
        if !may_give(act.actor(), &allowed, Some(&held.path)) {
            return Err(Error::Conflict(Message::new("identity.account.reset_above")));
        }
    }
    Ok(())
}
