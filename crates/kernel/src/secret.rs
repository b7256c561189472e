use std::{fs, io, io::Write as _, path::Path};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, aead::Aead as _};
use hmac::{Hmac, Mac as _};
use rand::RngExt as _;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::{Error, Result};

/// The key by which this program recognises what it signed itself (form tokens, flash messages).
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A key from configuration.
    pub fn new(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }

    /// The key kept in the data folder, drawn at first start, readable by the owner only.
    ///
    /// # Errors
    /// When the file can neither be read nor made.
    pub fn load_or_make(folder: &Path) -> io::Result<Self> {
        let path = folder.join("secret.key");
        match fs::read(&path) {
            Ok(key) if key.len() >= 32 => return Ok(Self(key)),
            Ok(_) => {
                return Err(io::Error::other("secret.key is too short; remove it to have a new one made"));
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(e),
        }
        let key = random_token();
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?.write_all(key.as_bytes())?;
        Ok(Self(key.into_bytes()))
    }

    /// The signature of a message within a purpose; signatures of one purpose never pass for another's.
    pub fn sign(&self, purpose: &str, message: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(purpose, message))
    }

    /// Whether the signature is ours. Takes the same time wherever it differs.
    pub fn verify(&self, purpose: &str, message: &str, signature: &str) -> bool {
        let given = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        self.mac(purpose, message).ct_eq(&given).into()
    }

    /// Hides bytes that must be read again, such as the seed of one-time codes, so that a copy of the database alone gives
    /// nothing away. What is hidden for one purpose is not shown for another.
    ///
    /// # Errors
    /// When the cipher refuses, which it does not for what fits in memory.
    pub fn hide(&self, purpose: &str, bytes: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; 24] = rand::rng().random();
        let sealed = self.cipher(purpose).encrypt(&nonce.into(), bytes);
        let sealed = sealed.map_err(|_| Error::internal("nothing could be hidden"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Shows what [`Secret::hide`] hid.
    ///
    /// # Errors
    /// When it was hidden with another key or for another purpose, or was changed.
    pub fn show(&self, purpose: &str, hidden: &[u8]) -> Result<Vec<u8>> {
        let lost = || Error::internal("something hidden cannot be read: was the secret changed?");
        let (nonce, sealed) = hidden.split_at_checked(24).ok_or_else(lost)?;
        let nonce: [u8; 24] = nonce.try_into().map_err(|_| lost())?;
        self.cipher(purpose).decrypt(&nonce.into(), sealed).map_err(|_| lost())
    }

    fn cipher(&self, purpose: &str) -> XChaCha20Poly1305 {
        let mut key = [0; 32];
        // Of equal length, as HMAC-SHA-256 makes 32 bytes.
        key.copy_from_slice(&self.mac("hide", purpose));
        XChaCha20Poly1305::new(&key.into())
    }

    fn mac(&self, purpose: &str, message: &str) -> Vec<u8> {
        // A key of any length is valid for HMAC (RFC 2104), so this arm cannot be reached with an error.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return Vec::new() };
        mac.update(&(purpose.len() as u64).to_be_bytes());
        mac.update(purpose.as_bytes());
        mac.update(message.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

/// 256 random bits in 43 URL-safe characters: marks of forms and visitors. Cut short, each character is worth 6 bits.
pub fn random_token() -> String {
    let bytes: [u8; 32] = rand::rng().random();
    URL_SAFE_NO_PAD.encode(bytes)
}
