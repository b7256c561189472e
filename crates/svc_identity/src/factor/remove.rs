use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{set_up::own, store};

/// The authenticator app was taken away by its owner.
#[derive(Serialize)]
struct AppRemoved {}
impl Event for AppRemoved {
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
    act.record(&owner, &AppRemoved {}).await?;
    act.commit().await
}
