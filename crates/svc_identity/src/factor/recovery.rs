//! Codes on paper: ten of them, each good once.

use base::Id;
use kernel::{Act, Ctx, Event, Result};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::store;
use crate::{Account, drawn};

/// How many are given out.
const COUNT: usize = 10;
/// Letters of a code: 72 random bits, so that a plain digest of it cannot be reversed by trying.
const LENGTH: usize = 16;

/// A recovery code was used up.
#[derive(Serialize)]
struct RecoveryUsed {
    left: i64,
}
impl Event for RecoveryUsed {
    const NAME: &'static str = "identity.recovery.used";
}

/// New codes for the account; the old ones are good no longer. Shown now or never.
pub(super) async fn renew(act: &Act, account: Id<Account>) -> Result<Vec<String>> {
    let codes: Vec<String> = (0..COUNT).map(|_| drawn::draw(LENGTH)).collect();
    let digests: Vec<Vec<u8>> = codes.iter().map(|code| digest(account, code)).collect();
    store::replace_recovery(act, account, &digests).await?;
    Ok(codes)
}

/// What is kept of a code. Typed with or without hyphens, in capitals or not, it is the same.
fn digest(account: Id<Account>, code: &str) -> Vec<u8> {
    let plain: String = code.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    Sha256::digest([account.uuid().as_bytes().as_slice(), plain.as_bytes()].concat()).to_vec()
}

pub(super) async fn use_up(ctx: &Ctx, account: &Account, typed: &str) -> Result<bool> {
    let mut act = ctx.own_act().await?;
    if !store::use_recovery(&act, account.id, &digest(account.id, typed)).await? {
        return Ok(false);
    }
    act.recognise(account.id.uuid());
    let left = store::recovery_left(&act, account.id).await?;
    act.record(account, &RecoveryUsed { left }).await?;
    act.commit().await?;
    Ok(true)
}
