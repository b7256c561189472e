use std::{fs, io, io::Write as _, path::Path};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::RngExt as _;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

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

    fn mac(&self, purpose: &str, message: &str) -> Vec<u8> {
        // A key of any length is valid for HMAC (RFC 2104), so this arm cannot be reached with an error.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return Vec::new() };
        mac.update(&(purpose.len() as u64).to_be_bytes());
        mac.update(purpose.as_bytes());
        mac.update(message.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

/// 256 random bits in 43 URL-safe characters: session tokens, first passwords. Cut short, each character is worth 6 bits.
pub fn random_token() -> String {
    let bytes: [u8; 32] = rand::rng().random();
    URL_SAFE_NO_PAD.encode(bytes)
}
