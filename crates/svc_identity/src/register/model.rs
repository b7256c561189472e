use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{Ctx, Result};
use serde::{Deserialize, Serialize};

/// What such tokens are hidden for.
const PURPOSE: &str = "identity.register";
/// Milliseconds for which a link is good.
const LASTS: i64 = 24 * 60 * 60 * 1000;

/// What somebody asked for, carried by the link itself: nothing is kept of those who never open it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    /// The whole name.
    pub name: String,
    /// The mail address, which becomes the login.
    pub email: String,
    /// Until when the link is good, in milliseconds.
    pub until: i64,
}

impl Asked {
    pub fn new(ctx: &Ctx, name: String, email: String) -> Self {
        Self { name, email, until: ctx.now().0 + LASTS }
    }

    /// The end of the link's address; nobody reads or makes one without the program's secret.
    pub fn token(&self, ctx: &Ctx) -> Result<String> {
        let hidden = ctx.app().secret().hide(PURPOSE, &serde_json::to_vec(self)?)?;
        Ok(URL_SAFE_NO_PAD.encode(hidden))
    }

    /// What a link asks for, while it is good.
    pub fn read(ctx: &Ctx, token: &str) -> Option<Self> {
        let hidden = URL_SAFE_NO_PAD.decode(token).ok()?;
        let plain = ctx.app().secret().show(PURPOSE, &hidden).ok()?;
        let asked: Self = serde_json::from_slice(&plain).ok()?;
        (ctx.now().0 < asked.until).then_some(asked)
    }
}
