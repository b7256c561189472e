use base::{Id, Timestamp};
use kernel::{App, Ctx, Error, Result, new_id};
use serde::{Serialize, de::DeserializeOwned};
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

/// Keeps what was asked of the browser and answers with the name it is kept under.
pub(super) async fn keep<S: Serialize>(ctx: &Ctx, account: Option<Uuid>, state: &S) -> Result<Uuid> {
    let id = new_id::<()>().uuid();
    store::keep_ceremony(ctx.app(), id, account, serde_json::to_string(state)?, ctx.now().0 + LASTS).await?;
    Ok(id)
}

/// Takes out what was asked of the browser; it is good for one answer.
pub(super) async fn take<S: DeserializeOwned>(ctx: &Ctx, id: &str, account: Option<Uuid>) -> Result<S> {
    let gone = || Error::Conflict(Message::new("identity.passkey.gone"));
    let id: Uuid = id.parse().map_err(|_| gone())?;
    let state = store::take_ceremony(ctx.app(), id, account, ctx.now()).await?.ok_or_else(gone)?;
    Ok(serde_json::from_str(&state)?)
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
