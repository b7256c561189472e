use base::Id;
use kernel::{
    Act, App, Result,
    db::{Queries as _, placeholders},
    new_id,
};
use sea_orm::ConnectionTrait;

use crate::Account;

/// The account's seed, hidden.
pub(crate) async fn seed<C: ConnectionTrait>(db: &C, account: Id<Account>) -> Result<Option<Vec<u8>>> {
    db.scalar("SELECT seed FROM identity_totp WHERE account = $1", vec![account.uuid().into()]).await
}

/// Sets the seed, in the place of an earlier one.
pub(super) async fn set_seed(act: &Act, account: Id<Account>, hidden: Vec<u8>, step: i64) -> Result<()> {
    let sql = "INSERT INTO identity_totp (account, seed, last_step, set_up_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (account) DO UPDATE SET seed = excluded.seed, last_step = excluded.last_step, \
               set_up_at = excluded.set_up_at";
    let values = vec![account.uuid().into(), hidden.into(), step.into(), act.now().0.into()];
    act.run(sql, values).await.map(|_| ())
}

/// Takes the seed and the recovery codes away and says whether there was one.
pub(crate) async fn remove(act: &Act, account: Id<Account>) -> Result<bool> {
    act.run("DELETE FROM identity_recovery WHERE account = $1", vec![account.uuid().into()]).await?;
    let sql = "DELETE FROM identity_totp WHERE account = $1";
    Ok(act.run(sql, vec![account.uuid().into()]).await? > 0)
}

/// Notes that the code of this half-minute was used, unless it or a later one was used already.
pub(super) async fn use_step(app: &App, account: Id<Account>, step: i64) -> Result<bool> {
    let sql = "UPDATE identity_totp SET last_step = $2 WHERE account = $1 AND last_step < $2";
    Ok(app.keep_house(sql, vec![account.uuid().into(), step.into()]).await? > 0)
}

pub(super) async fn replace_recovery(act: &Act, account: Id<Account>, digests: &[Vec<u8>]) -> Result<()> {
    act.run("DELETE FROM identity_recovery WHERE account = $1", vec![account.uuid().into()]).await?;
    let rows = placeholders(digests.len(), 3);
    let row = |digest: &Vec<u8>| [new_id::<()>().uuid().into(), account.uuid().into(), digest.clone().into()];
    let values = digests.iter().flat_map(row).collect();
    act.run(&format!("INSERT INTO identity_recovery (id, account, digest) VALUES {rows}"), values)
        .await
        .map(|_| ())
}

/// Uses a code up and says whether there was such a one.
pub(super) async fn use_recovery(act: &Act, account: Id<Account>, digest: &[u8]) -> Result<bool> {
    let sql =
        "UPDATE identity_recovery SET used_at = $3 WHERE account = $1 AND digest = $2 AND used_at IS NULL";
    let values = vec![account.uuid().into(), digest.to_vec().into(), act.now().0.into()];
    Ok(act.run(sql, values).await? > 0)
}

pub(super) async fn recovery_left<C: ConnectionTrait>(db: &C, account: Id<Account>) -> Result<i64> {
    let sql = "SELECT count(*) FROM identity_recovery WHERE account = $1 AND used_at IS NULL";
    let left: Option<i64> = db.scalar(sql, vec![account.uuid().into()]).await?;
    Ok(left.unwrap_or(0))
}
