use base::Id;
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{model::OpenidUnlinked, store};
use crate::{Account, account};

/// Ends the link of one's own account with an identity elsewhere.
///
/// # Errors
/// [`Error::NotFound`] when there is no such link; [`Error::Conflict`] when nothing else lets the owner sign in.
pub(super) async fn unlink(ctx: &Ctx, issuer: &str, subject: &str) -> Result<()> {
    let own: Id<Account> = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let mut act = ctx.own_act().await?;
    let account = account::store::hold(&act, own).await?.ok_or(Error::SignIn)?;
    if !store::remove(&act, issuer, subject, own).await? {
        return Err(Error::NotFound);
    }
    if !store::has_other_means(&act, own).await? {
        return Err(Error::Conflict(Message::new("identity.openid.only_means")));
    }
    act.record(&account, &OpenidUnlinked { issuer }).await?;
    act.commit().await
}
