use base::Id;
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{
    Hasher, lock,
    model::{Account, PasswordReset},
    password, store,
};
use crate::{ACCOUNT_MANAGE, grant, session};

/// Gives somebody who forgot theirs another first password, ends their sessions, and returns the password to be
/// handed over. Until it is changed the account holds no role.
///
/// `reason`, which may be empty, goes into the journal as it is. Whoever hands out a password could use it first, so the administrator must hold everything the account may do.
///
/// # Errors
/// As [`super::lock()`]; [`Error::Conflict`] when the account holds rights the administrator does not.
pub async fn reset_password(ctx: &Ctx, id: Id<Account>, version: i64, reason: &str) -> Result<String> {
    let password = password::draw();
    let hash = ctx.app().part::<Hasher>()?.hash(&password).await?;
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    if act.actor().account_id() == Some(id.uuid()) {
        return Err(Error::Conflict(Message::new("identity.account.reset_self")));
    }
    let mut account = lock::find(&mut act, id, version).await?;
    grant::require_over(&mut act, id).await?;
    account.must_change = true;
    store::save(&act, &account).await?;
    store::save_password(&act, id, &hash).await?;
    session::store::end_all(&act, id, None).await?;
    act.record(&account, &PasswordReset { reason }).await?;
    act.commit().await?;
    Ok(password)
}
