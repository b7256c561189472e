use base::Timestamp;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderValue;
use kernel::{App, Error, Result};
use serde::{Deserialize, Serialize};

/// Milliseconds from leaving for the provider to coming back.
const LASTS: i64 = 10 * 60 * 1000;
const PURPOSE: &str = "identity.openid";
/// The cookie that carries it.
pub(super) const COOKIE: &str = "songcau_openid";

/// What has to be the same when the browser comes back. It travels hidden in a cookie of the browser that left, so nothing
/// is kept here and no other browser can end what this one began.
#[derive(Serialize, Deserialize)]
pub(super) struct Flow {
    pub state: String,
    pub nonce: String,
    /// The verifier of PKCE (RFC 7636).
    pub verifier: String,
    /// Where to go on.
    pub next: String,
    until: i64,
}

impl Flow {
    pub(super) fn new(state: String, nonce: String, verifier: String, next: String, now: Timestamp) -> Self {
        Self { state, nonce, verifier, next, until: now.0 + LASTS }
    }

    /// The `Set-Cookie` that carries it. `Lax`, as it has to come along when the provider sends the browser back.
    pub(super) fn cookie(&self, app: &App) -> Result<HeaderValue> {
        let hidden = app.secret().hide(PURPOSE, &serde_json::to_vec(self)?)?;
        header(app, &URL_SAFE_NO_PAD.encode(hidden), LASTS / 1000)
    }

    /// The flow in a cookie, if it is ours and its time is not over.
    pub(super) fn read(app: &App, cookie: &str, now: Timestamp) -> Option<Self> {
        let hidden = URL_SAFE_NO_PAD.decode(cookie).ok()?;
        let flow: Self = serde_json::from_slice(&app.secret().show(PURPOSE, &hidden).ok()?).ok()?;
        (now.0 < flow.until).then_some(flow)
    }
}

/// The `Set-Cookie` that takes it away: each flow ends once.
pub(super) fn over(app: &App) -> Result<HeaderValue> {
    header(app, "", 0)
}

fn header(app: &App, value: &str, age: i64) -> Result<HeaderValue> {
    let secure = if app.config().is_https() { "; Secure" } else { "" };
    let path = super::BEGIN_PATH;
    let text = format!("{COOKIE}={value}; Path={path}; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).map_err(|e| Error::internal(e.to_string()))
}
