use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use ui::Message;

use super::{recovery, store, totp::Totp};
use crate::{Account, account};

/// An authenticator app was set up.
#[derive(Serialize)]
struct AppSetUp {}
impl Event for AppSetUp {
    const NAME: &'static str = "identity.totp.set_up";
}

/// Recovery codes were given out anew.
#[derive(Serialize)]
struct RecoveryRenewed {}
impl Event for RecoveryRenewed {
    const NAME: &'static str = "identity.recovery.renewed";
}

/// Takes up an app whose first code shows that it has the seed, and answers with the recovery codes.
///
/// # Errors
/// [`Error::Conflict`] when the code is not the app's; [`Error::SignIn`].
pub(super) async fn set_up(ctx: &Ctx, seed: &Totp, code: &str) -> Result<Vec<String>> {
    let Some(step) = seed.check(code, ctx.now()) else {
        return Err(Error::Conflict(Message::new("identity.totp.wrong")));
    };
    let mut act = ctx.own_act().await?;
    let owner = own(ctx, &act).await?;
    store::set_seed(&act, owner.id, seed.hide(ctx.app())?, step).await?;
    let codes = recovery::renew(&act, owner.id).await?;
    act.record(&owner, &AppSetUp {}).await?;
    act.commit().await?;
    Ok(codes)
}

/// New recovery codes in the place of the old.
///
/// # Errors
/// [`Error::Conflict`] without an app; [`Error::SignIn`].
pub(super) async fn renew_recovery(ctx: &Ctx) -> Result<Vec<String>> {
    let mut act = ctx.own_act().await?;
    let owner = own(ctx, &act).await?;
    if store::seed(&act, owner.id).await?.is_none() {
        return Err(Error::Conflict(Message::new("identity.totp.none")));
    }
    let codes = recovery::renew(&act, owner.id).await?;
    act.record(&owner, &RecoveryRenewed {}).await?;
    act.commit().await?;
    Ok(codes)
}

/// The account of whoever is signed in.
pub(super) async fn own(ctx: &Ctx, act: &kernel::Act) -> Result<Account> {
    let id = ctx.actor().account_id().ok_or(Error::SignIn)?;
    account::store::find(act, id.into()).await?.ok_or(Error::SignIn)
}
