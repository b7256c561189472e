//! The key by which push services know us (VAPID, RFC 8292).

use std::{fs, io, io::Write as _, path::Path};

use base::Timestamp;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::Uri;
use kernel::{Config, Error, Result};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};

/// The file in the data folder.
const FILE: &str = "push.key";
/// Seconds a signature is good for; push services take at most a day.
const GOOD_FOR: i64 = 12 * 3600;

/// Signs for push services.
pub(crate) struct Pusher {
    key: EcdsaKeyPair,
    random: SystemRandom,
}

impl Pusher {
    /// The key of the settings, or the one in the data folder, drawn at first start.
    pub(crate) fn open(config: &Config) -> Result<Self> {
        let text = match config.push_key.as_str() {
            "" => load_or_make(&config.data).map_err(|e| Error::internal(format!("{FILE}: {e}")))?,
            set => set.to_owned(),
        };
        let wrong = || Error::internal("the key of web push (push_key, or push.key) is damaged");
        let random = SystemRandom::new();
        let bytes = STANDARD.decode(text.trim()).map_err(|_| wrong())?;
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes, &random)
            .map_err(|_| wrong())?;
        Ok(Self { key, random })
    }

    /// The public half, as browsers ask for it.
    pub(crate) fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.public_key())
    }

    /// The header by which the push service of this endpoint knows us; nothing if the endpoint is no address.
    pub(super) fn authorization(&self, endpoint: &str, contact: &str, now: Timestamp) -> Option<String> {
        let endpoint: Uri = endpoint.parse().ok()?;
        let audience = format!("{}://{}", endpoint.scheme_str()?, endpoint.authority()?);
        let claims = serde_json::json!({ "aud": audience, "exp": now.0 / 1000 + GOOD_FOR, "sub": contact });
        let head = URL_SAFE_NO_PAD.encode(br#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let signature = self.key.sign(&self.random, signed.as_bytes()).ok()?;
        let signature = URL_SAFE_NO_PAD.encode(signature.as_ref());
        Some(format!("vapid t={signed}.{signature}, k={}", self.public()))
    }
}

fn load_or_make(folder: &Path) -> io::Result<String> {
    let path = folder.join(FILE);
    match fs::read_to_string(&path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        known => return known,
    }
    let drawn = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
        .map_err(|_| io::Error::other("no random numbers"))?;
    let text = STANDARD.encode(drawn.as_ref());
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&path)?.write_all(text.as_bytes())?;
    Ok(text)
}
