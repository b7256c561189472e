//! One-time codes by time (RFC 6238): six digits, half a minute, SHA-1, as all apps know them.

use base::Timestamp;
use kernel::{App, Error, Result};
use rand::RngExt as _;

/// What the seed is hidden for in the database and in the form.
const PURPOSE: &str = "identity.totp";

/// The seed an app and this program share.
#[derive(Clone)]
pub(crate) struct Totp([u8; 20]);

impl Totp {
    /// A new seed of 160 random bits, as RFC 4226 (4, R6) recommends.
    pub(crate) fn draw() -> Self {
        Self(rand::rng().random())
    }

    /// Hidden, to be kept or carried.
    pub(crate) fn hide(&self, app: &App) -> Result<Vec<u8>> {
        app.secret().hide(PURPOSE, &self.0)
    }

    /// The seed that was hidden.
    pub(crate) fn show(app: &App, hidden: &[u8]) -> Result<Self> {
        let seed = app.secret().show(PURPOSE, hidden)?;
        let seed = seed.try_into().map_err(|_| Error::internal("a seed of another length was hidden"))?;
        Ok(Self(seed))
    }

    /// The half-minute the code belongs to, if it is one of now, just before or just after.
    pub(crate) fn check(&self, code: &str, now: Timestamp) -> Option<i64> {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        let step = self.generator("").ok()?.check(&digits, seconds(now))?;
        i64::try_from(step).ok()
    }

    /// What an app reads from the square code: `otpauth://totp/…`.
    pub(crate) fn address(&self, login: &str) -> Result<String> {
        self.generator(login)?.to_url().map_err(|error| Error::internal(error.to_string()))
    }

    /// The seed to be typed by hand, in groups of four.
    pub(crate) fn by_hand(&self) -> String {
        let text = totp_rs::Secret::new_stack(self.0).to_base32();
        let letters: Vec<char> = text.chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    fn generator(&self, login: &str) -> Result<totp_rs::Totp> {
        totp_rs::Builder::new()
            .with_secret(totp_rs::Secret::new_stack(self.0))
            .with_issuer(Some("Song Cau"))
            .with_account_name(login)
            .build()
            .map_err(|error| Error::internal(error.to_string()))
    }
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.0 / 1000).unwrap_or(0)
}

/// Whether this looks like a code of an app: six digits, with or without a gap.
pub(crate) fn is_code(typed: &str) -> bool {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    plain.len() == 6 && plain.bytes().all(|b| b.is_ascii_digit())
}

/// The square code of an address, as SVG that takes the page's own colours.
pub(crate) fn square(address: &str) -> Result<String> {
    use qrcode::render::svg::Color;
    let code = qrcode::QrCode::new(address).map_err(|error| Error::internal(error.to_string()))?;
    let svg =
        code.render().min_dimensions(200, 200).dark_color(Color("#000")).light_color(Color("#fff")).build();
    Ok(svg.trim_start_matches(r#"<?xml version="1.0" standalone="yes"?>"#).to_owned())
}
