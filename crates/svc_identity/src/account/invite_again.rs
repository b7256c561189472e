use base::Id;
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{lock, model::Account};
use crate::{ACCOUNT_MANAGE, grant, link};

/// Mails the owner of an account they have not taken up another link to choose their password by; earlier ones are over
/// with it, wherever they went. The address is the person's as it is now.
///
/// # Errors
/// As [`super::lock()`]; [`Error::Conflict`] when the account was taken up, its person has no mail address, or it holds
/// rights the administrator does not.
pub(super) async fn invite_again(ctx: &Ctx, id: Id<Account>, version: i64) -> Result<()> {
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    let account = lock::find(&mut act, id, version).await?;
    grant::require_over(&mut act, id).await?;
    if link::store::invitation(&act, id, act.now()).await?.is_none() {
        return Err(Error::Conflict(Message::new("identity.account.taken_up")));
    }
    link::store::void(&act, id).await?;
    if !link::invite(&mut act, &account).await? {
        return Err(Error::Conflict(Message::new("identity.account.invite_needs_email")));
    }
    act.commit().await
}
