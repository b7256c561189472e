use kernel::{Ctx, Error, Result};
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential};

use super::{
    ceremony::{self, Relying},
    register::Asked,
    store,
};
use crate::{
    account::{self, Status},
    session::{self, Browser, SignIn},
};

/// Begins a sign-in by whichever passkey the device has for this domain.
///
/// # Errors
/// [`Error::Conflict`] where there are no passkeys.
pub(super) fn begin(ctx: &Ctx) -> Result<Asked> {
    let relying = ctx.app().part::<Relying>()?;
    let began = relying.webauthn()?.start_discoverable_authentication();
    let (mut options, state) = began.map_err(|error| Error::internal(error.to_string()))?;
    // By a button, not while a login is typed.
    options.mediation = None;
    Ok(Asked { ceremony: ceremony::seal(ctx, &state)?, options: serde_json::to_string(&options)? })
}

/// Signs in the owner of the passkey that answered. Why one is refused is not said.
///
/// # Errors
/// [`Error::Conflict`] when the answer comes too late or twice; the database's.
pub(super) async fn finish(ctx: &Ctx, ceremony: &str, answer: &str, browser: &Browser) -> Result<SignIn> {
    let (ceremony, state) = ceremony::unseal::<DiscoverableAuthentication>(ctx, ceremony)?;
    let relying = ctx.app().part::<Relying>()?;
    let webauthn = relying.webauthn()?;
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else { return Ok(SignIn::Refused) };
    let Ok((owner, credential)) = webauthn.identify_discoverable_authentication(&answer) else {
        return Ok(SignIn::Refused);
    };
    let known = account::store::find(ctx.read(), owner.into()).await?;
    let (Some(known), Some((key, mut passkey))) = (
        known.filter(|known| known.status == Status::Active),
        store::find(ctx.read(), owner.into(), credential).await?,
    ) else {
        ctx.log_access("sign-in refused").await;
        return Ok(SignIn::Refused);
    };
    let Ok(result) = webauthn.finish_discoverable_authentication_v2(&answer, state, &passkey) else {
        ctx.log_access("sign-in refused").await;
        return Ok(SignIn::Refused);
    };
    ceremony::spend(ctx, ceremony).await?;
    // The counter of keys that have one: a copy would fall behind.
    passkey.update_credential(&result);
    store::note_used(ctx.app(), key, &passkey, ctx.now()).await?;
    session::open(ctx, known, "passkey", browser).await
}
