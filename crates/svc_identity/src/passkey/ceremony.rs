use base::{Id, Timestamp};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{App, Ctx, Error, Result, new_id};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use ui::Message;
use url::Url;
use uuid::Uuid;
use webauthn_rs::{Webauthn, WebauthnBuilder};

use super::store;

/// Milliseconds the browser has for its answer.
const LASTS: i64 = 5 * 60 * 1000;

/// What this program is towards passkeys: its domain. Nothing where that is no name (a bare address has no passkeys).
pub(crate) struct Relying(Option<Webauthn>);

impl Relying {
    pub(crate) fn new(app: &App) -> Self {
        Self(Self::build(app).ok())
    }

    fn build(app: &App) -> Result<Webauthn, String> {
        let config = app.config();
        let origin = Url::parse(&config.origin("")).map_err(|error| error.to_string())?;
        let builder = WebauthnBuilder::new(&config.domain, &origin).map_err(|error| error.to_string())?;
        // People sign in on the sites of the family too.
        let builder = builder.rp_name(&config.domain).allow_subdomains(true);
        builder.build().map_err(|error| error.to_string())
    }

    /// The library's side of it.
    ///
    /// # Errors
    /// [`Error::Conflict`] where there are no passkeys.
    pub(super) fn webauthn(&self) -> Result<&Webauthn> {
        self.0.as_ref().ok_or_else(|| Error::Conflict(Message::new("identity.passkey.no_domain")))
    }
}

/// Keeps what was asked of the browser of somebody signed in and answers with the name it is kept under.
pub(super) async fn keep<S: Serialize>(ctx: &Ctx, account: Uuid, state: &S) -> Result<Uuid> {
    let id = new_id::<()>().uuid();
    let state = serde_json::to_string(state)?;
    store::keep_ceremony(ctx.app(), id, Some(account), state, ctx.now().0 + LASTS).await?;
    Ok(id)
}

/// Takes out what was asked of the browser; it is good for one answer.
pub(super) async fn take<S: DeserializeOwned>(ctx: &Ctx, id: &str, account: Uuid) -> Result<S> {
    let gone = || Error::Conflict(Message::new("identity.passkey.gone"));
    let id: Uuid = id.parse().map_err(|_| gone())?;
    let state = store::take_ceremony(ctx.app(), id, Some(account), ctx.now()).await?.ok_or_else(gone)?;
    Ok(serde_json::from_str(&state)?)
}

/// What signing in is sealed for.
const SIGN_IN: &str = "passkey sign-in";

/// What was asked of a stranger's browser, carried by the page itself: nothing is kept for somebody who only looks.
#[derive(Serialize, Deserialize)]
struct Sealed<S> {
    id: Uuid,
    until: i64,
    state: S,
}

/// Seals what is asked of a stranger's browser.
pub(super) fn seal<S: Serialize>(ctx: &Ctx, state: &S) -> Result<String> {
    let sealed = Sealed { id: new_id::<()>().uuid(), until: ctx.now().0 + LASTS, state };
    let hidden = ctx.app().secret().hide(SIGN_IN, &serde_json::to_vec(&sealed)?)?;
    Ok(URL_SAFE_NO_PAD.encode(hidden))
}

/// Opens what was sealed: its own name, by which it is spent, and what was asked.
pub(super) fn unseal<S: DeserializeOwned>(ctx: &Ctx, sealed: &str) -> Result<(Uuid, S)> {
    let gone = || Error::Conflict(Message::new("identity.passkey.gone"));
    let hidden = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| gone())?;
    let shown = ctx.app().secret().show(SIGN_IN, &hidden).map_err(|_| gone())?;
    let sealed: Sealed<S> = serde_json::from_slice(&shown)?;
    if sealed.until <= ctx.now().0 { Err(gone()) } else { Ok((sealed.id, sealed.state)) }
}

/// Spends a good answer: the same one does not sign in twice.
pub(super) async fn spend(ctx: &Ctx, id: Uuid) -> Result<()> {
    match store::keep_ceremony(ctx.app(), id, None, String::new(), ctx.now().0 + LASTS).await {
        Err(Error::Internal(source)) if source.downcast_ref::<DbErr>().is_some_and(Error::is_duplicate) => {
            Err(Error::Conflict(Message::new("identity.passkey.gone")))
        }
        kept => kept,
    }
}

/// Removes what browsers never answered.
pub(crate) async fn sweep(app: &App, now: Timestamp) -> Result<()> {
    store::sweep_ceremonies(app, now).await
}

/// One of one's passkeys, as its owner knows it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub id: Id<Known>,
    pub name: String,
    pub created: Timestamp,
    pub used: Option<Timestamp>,
}
