use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{set_up::own, store};

/// The authenticator app was taken away.
#[derive(Serialize)]
pub(crate) struct AppRemoved<'a> {
    /// Why, when an administrator did it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub reason: &'a str,
}
impl Event for AppRemoved<'_> {
    const NAME: &'static str = "identity.totp.removed";
}

/// Takes one's own app and recovery codes away.
///
/// # Errors
/// [`Error::NotFound`] without one; [`Error::SignIn`].
pub(super) async fn remove(ctx: &Ctx) -> Result<()> {
    let mut act = ctx.own_act().await?;
    let owner = own(ctx, &act).await?;
    if !store::remove(&act, owner.id).await? {
        return Err(Error::NotFound);
    }
    act.record(&owner, &AppRemoved { reason: "" }).await?;
    act.commit().await
}
