use base::Id;
use kernel::{Act, Ctx, Error, Result};
use ui::Message;

use super::{
    model::{Account, AccountLocked, AccountUnlocked},
    store,
};
use crate::{ACCOUNT_MANAGE, grant, session};

/// Keeps an account from signing in and ends its sessions. `version` is the one the deciding person saw; `reason` goes
/// into the journal as it is, so it names a decision and nobody.
///
/// # Errors
/// [`Error::NotFound`] outside the administrator's scope; [`Error::Forbidden`] when the account also holds a role
/// outside it; [`Error::Conflict`] for one's own account, one locked already, or a stale version.
pub async fn lock(ctx: &Ctx, id: Id<Account>, version: i64, reason: &str) -> Result<()> {
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    if act.actor().account_id() == Some(id.uuid()) {
        return Err(Error::Conflict(Message::new("identity.account.lock_self")));
    }
    let mut account = find(&mut act, id, version).await?;
    account.lock()?;
    store::save(&act, &account).await?;
    session::store::end_all(&act, id, None).await?;
    act.record(&account, &AccountLocked { reason }).await?;
    act.commit().await
}

/// Lets a locked account sign in again.
///
/// # Errors
/// As [`lock`].
pub async fn unlock(ctx: &Ctx, id: Id<Account>, version: i64) -> Result<()> {
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    let mut account = find(&mut act, id, version).await?;
    account.unlock()?;
    store::save(&act, &account).await?;
    act.record(&account, &AccountUnlocked {}).await?;
    act.commit().await
}

/// The account, if it lies wholly within the administrator's scope: whoever may act for a commune must not shut out
/// somebody who also serves the province.
pub(super) async fn find(act: &mut Act, id: Id<Account>, version: i64) -> Result<Account> {
    let account =
        store::find_visible(act, (&act.scope(), act.now().local_date()), id).await?.ok_or(Error::NotFound)?;
    grant::require_within(act, id).await?;
    Ok(Account { version, ..account })
}
