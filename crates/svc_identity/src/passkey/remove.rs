use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{ceremony::Known, store};
use crate::{Account, account};

/// A passkey was taken away.
#[derive(Serialize)]
struct PasskeyRemoved {
    passkey: Id<Known>,
}
impl Event for PasskeyRemoved {
    const NAME: &'static str = "identity.passkey.removed";
}

/// Takes one of one's own passkeys away.
///
/// # Errors
/// [`Error::NotFound`] when it is not one's own.
pub(super) async fn remove(ctx: &Ctx, passkey: Id<Known>) -> Result<()> {
    let id: Id<Account> = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let mut act = ctx.own_act().await?;
    let owner = account::store::find(&act, id).await?.ok_or(Error::SignIn)?;
    if !store::remove(&act, id, passkey).await? {
        return Err(Error::NotFound);
    }
    act.record(&owner, &PasskeyRemoved { passkey }).await?;
    act.commit().await
}
