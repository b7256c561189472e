use kernel::{Ctx, Error, Result};
use ui::{FormState, Message};

use super::{
    model::{Link, LinkUsed},
    store,
};
use crate::{
    Account,
    account::{self, Hasher, Status},
    session,
};

/// The link a token stands for, if it is good.
///
/// # Errors
/// The database's.
pub(super) async fn read(ctx: &Ctx, token: &str) -> Result<Option<Link>> {
    store::find(ctx.read(), &session::digest(token), ctx.now()).await
}

/// Sets the password chosen by a link. The link, all others of the account and all its sessions are over with it.
///
/// # Errors
/// [`Error::Invalid`] with what to correct in `new` and `again`; [`Error::Conflict`] when the link was used or ran out
/// meanwhile.
pub(super) async fn redeem(ctx: &Ctx, token: &str, mut form: FormState) -> Result<Account> {
    let gone = || Error::Conflict(Message::new("identity.link.gone"));
    let link = read(ctx, token).await?.ok_or_else(gone)?;
    let known = account::store::find(ctx.read(), link.account).await?.ok_or_else(gone)?;
    let new = account::check_new_password(&mut form, &known.login);
    if !form.is_ok() {
        return Err(Error::Invalid(Box::new(form)));
    }
    let hash = ctx.app().part::<Hasher>()?.hash(&new).await?;
    let mut act = ctx.own_act().await?;
    let account = account::store::hold(&act, link.account).await?.filter(|a| a.status == Status::Active);
    let mut account = account.ok_or_else(gone)?;
    // Decided by the row: a link sent twice at once is used once.
    if !store::use_up(&act, &link).await? {
        return Err(gone());
    }
    account.must_change = false;
    account::store::save(&act, &account).await?;
    account::store::save_password(&act, account.id, &hash).await?;
    session::store::end_all(&act, account.id, None).await?;
    act.record(&account, &LinkUsed { purpose: link.purpose.word() }).await?;
    account::tell_password_changed(&mut act, &account).await?;
    act.commit().await?;
    Ok(account)
}
