//! One sentence from an act to the next page, in a signed cookie that lives for one page.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ui::{Flash, FlashKind};

use crate::App;

pub(crate) const COOKIE: &str = "sc_flash";

pub(crate) fn cookie(app: &App, text: &str) -> String {
    let packed = URL_SAFE_NO_PAD.encode(text);
    let signature = app.secret().sign("flash", &packed);
    format!("{COOKIE}={packed}.{signature}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax")
}

pub(crate) fn read(app: &App, value: &str) -> Option<Flash> {
    let (packed, signature) = value.split_once('.')?;
    if !app.secret().verify("flash", packed, signature) {
        return None;
    }
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(packed).ok()?).ok()?;
    Some(Flash { kind: FlashKind::Success, text })
}

pub(crate) fn gone() -> String {
    format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
}
