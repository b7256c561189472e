use base::{Id, Timestamp};
use kernel::Event;
use rand::RngExt as _;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// Milliseconds without a request after which a session is over.
pub(crate) const IDLE: i64 = 60 * 60 * 1000;
/// Milliseconds after which a session is over in any case.
pub(crate) const LONGEST: i64 = 12 * 60 * 60 * 1000;

/// Somebody's being signed in.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub id: Id<Session>,
    pub started: Timestamp,
    pub seen: Timestamp,
    pub device: String,
    pub address: String,
}

/// Whether a session begun and last used at these instants is still good.
pub(crate) const fn is_alive(started: Timestamp, seen: Timestamp, now: Timestamp) -> bool {
    now.0 - seen.0 < IDLE && now.0 - started.0 < LONGEST
}

/// 256 random bits for the browser to show again.
pub(crate) fn new_token() -> String {
    let bytes: [u8; 32] = rand::rng().random();
    hex::encode(bytes)
}

/// What is kept of a token.
pub(crate) fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Where to go after signing in: an address of this program only, so that a link to the sign-in page cannot send
/// people on to a copy of it elsewhere.
pub(crate) fn local_path(asked: &str) -> Option<&str> {
    let local = asked.starts_with('/') && !asked.starts_with("//");
    // Browsers read `\` as `/` and skip tabs and line ends inside addresses.
    let plain = asked.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (local && plain && asked.len() <= 1000).then_some(asked)
}

/// Somebody signed in.
#[derive(Serialize)]
pub(crate) struct SignedIn {
    pub session: Id<Session>,
    /// By what: `password`, `code`, `passkey` or `openid`.
    pub means: &'static str,
}
impl Event for SignedIn {
    const NAME: &'static str = "identity.session.signed_in";
}

/// Somebody signed out, or ended a session of theirs on another device.
#[derive(Serialize)]
pub(crate) struct SignedOut {
    pub session: Id<Session>,
}
impl Event for SignedOut {
    const NAME: &'static str = "identity.session.signed_out";
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
