use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use kernel::{Error, Result};
use tokio::sync::Semaphore;

use crate::drawn;

/// Memory of one hashing in KiB, passes and lanes: the OWASP Password Storage Cheat Sheet's first choice for argon2id.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// What a password is compared with when there is no such account, so that the answer takes as long as for one that
/// exists. No password is known to have it, so it also stands in accounts whose owner has not chosen one yet.
pub(crate) const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A first password, to be written down and changed: 16 letters, 72 random bits.
pub fn draw() -> String {
    drawn::draw(16)
}

/// Hashes passwords, as many at a time as there are cores: each takes tens of milliseconds and 19 MiB, so a crowd at
/// the door waits in line instead of taking the machine's memory.
#[derive(Clone, Debug)]
pub struct Hasher(Arc<Semaphore>);

impl Hasher {
    pub(crate) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self(Arc::new(Semaphore::new(cores)))
    }

    /// The hash of a password, with its parameters and salt, as it is stored.
    pub(crate) async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        self.run(move || {
            let hash = argon2()?.hash_password(password.as_bytes()).map_err(failed)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether the password is the one hashed. Without a hash it is not, after the same time.
    pub(crate) async fn matches(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let known = hash.is_some();
        let (password, hash) = (password.to_owned(), hash.unwrap_or(NOBODYS).to_owned());
        self.run(move || {
            let hash = PasswordHash::new(&hash).map_err(failed)?;
            Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok() && known)
        })
        .await
    }

    /// Whether a hash was made with other parameters than today's.
    pub(crate) fn is_outdated(hash: &str) -> bool {
        let today = || Params::new(MEMORY_KIB, PASSES, LANES, None).ok();
        let used = PasswordHash::new(hash).ok().and_then(|hash| Params::try_from(&hash).ok());
        match (used, today()) {
            (Some(used), Some(today)) => {
                (used.m_cost(), used.t_cost(), used.p_cost())
                    != (today.m_cost(), today.t_cost(), today.p_cost())
            }
            _ => true,
        }
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let turn = Arc::clone(&self.0).acquire_owned().await.map_err(failed)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(failed)?
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::internal(format!("hashing a password: {error}"))
}
