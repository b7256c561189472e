//! Every statement on letters that addresses without an account do not want.

use kernel::{Act, Result, db::Queries as _};
use sea_orm::ConnectionTrait;

pub(super) async fn is_out<C: ConnectionTrait>(db: &C, digest: &str, kind: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM notify_opt_out WHERE digest = $1 AND kind = $2";
    let count: Option<i64> = db.scalar(sql, vec![digest.into(), kind.into()]).await?;
    Ok(count != Some(0))
}

pub(super) async fn insert(act: &Act, digest: &str, kind: &str) -> Result<()> {
    let sql = "INSERT INTO notify_opt_out (digest, kind, at) VALUES ($1, $2, $3) ON CONFLICT (digest, kind) DO NOTHING";
    act.run(sql, vec![digest.into(), kind.into(), act.now().0.into()]).await.map(|_| ())
}

pub(super) async fn remove(act: &Act, digest: &str, kind: &str) -> Result<()> {
    let sql = "DELETE FROM notify_opt_out WHERE digest = $1 AND kind = $2";
    act.run(sql, vec![digest.into(), kind.into()]).await.map(|_| ())
}
