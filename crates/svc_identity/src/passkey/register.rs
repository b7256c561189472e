use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use serde::Serialize;
use ui::Message;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};

use super::{
    ceremony::{self, Known, Relying},
    store,
};
use crate::{Account, account};

/// Longest name of a passkey, in characters.
const NAME_MAX: usize = 60;
/// The most passkeys of one account.
const AT_MOST: usize = 20;

/// A passkey was added.
#[derive(Serialize)]
struct PasskeyAdded {
    passkey: Id<Known>,
}
impl Event for PasskeyAdded {
    const NAME: &'static str = "identity.passkey.added";
}

/// What the browser is asked, and the name under which that is kept.
pub(super) struct Asked {
    pub ceremony: String,
    pub options: String,
}

/// Begins adding a passkey to one's own account.
///
/// # Errors
/// [`Error::Conflict`] where there are no passkeys, or one has many already.
pub(super) async fn begin(ctx: &Ctx) -> Result<Asked> {
    let relying = ctx.app().part::<Relying>()?;
    let webauthn = relying.webauthn()?;
    let id: Id<Account> = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let owner = account::store::find(ctx.read(), id).await?.ok_or(Error::SignIn)?;
    let known = store::credentials(ctx.read(), id).await?;
    if known.len() >= AT_MOST {
        return Err(Error::Conflict(Message::new("identity.passkey.many")));
    }
    let exclude = known.iter().map(|passkey| passkey.cred_id().clone()).collect();
    let began =
        webauthn.start_passkey_registration(id.uuid(), &owner.login, &owner.display_name, Some(exclude));
    let (options, state) = began.map_err(|error| Error::internal(error.to_string()))?;
    let mut options = serde_json::to_value(options)?;
    // A key that finds its account by itself: nobody types a login, and nothing is told about who has an account.
    let selection = &mut options["publicKey"]["authenticatorSelection"];
    selection["residentKey"] = "required".into();
    selection["requireResidentKey"] = true.into();
    let ceremony = ceremony::keep(ctx, id.uuid(), &state).await?;
    Ok(Asked { ceremony: ceremony.to_string(), options: options.to_string() })
}

/// Adds the passkey the browser made.
///
/// # Errors
/// [`Error::Conflict`] when the answer does not fit what was asked, comes too late, or the key is somebody's already.
pub(super) async fn finish(ctx: &Ctx, ceremony: &str, name: &str, answer: &str) -> Result<()> {
    let refused = |key| Error::Conflict(Message::new(key));
    let id: Id<Account> = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let state: PasskeyRegistration = ceremony::take(ctx, ceremony, id.uuid()).await?;
    let answer: RegisterPublicKeyCredential =
        serde_json::from_str(answer).map_err(|_| refused("identity.passkey.refused"))?;
    let relying = ctx.app().part::<Relying>()?;
    let passkey = relying.webauthn()?.finish_passkey_registration(&answer, &state);
    let passkey = passkey.map_err(|_| refused("identity.passkey.refused"))?;
    let mut act = ctx.own_act().await?;
    let owner = account::store::hold(&act, id).await?.ok_or(Error::SignIn)?;
    let name: String = base::text::nfc(name).chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    let key = new_id();
    store::insert(&act, key, id, &name, &passkey).await?;
    act.record(&owner, &PasskeyAdded { passkey: key }).await?;
    act.commit().await
}
