use std::time::Duration;

use sea_orm::FromQueryResult;
use tokio::sync::Notify;

use super::{COLUMNS, Record};
use crate::{
    Result,
    db::{Db, Queries, Value},
};

/// Records sealed in one transaction. Enough that the sealer outruns any writer, few enough that on SQLite nobody
/// waits long behind it.
const BATCH: i64 = 400;

/// How often the sealer looks for the records of other nodes.
const POLL: Duration = Duration::from_millis(200);

#[derive(FromQueryResult)]
struct Head {
    ordinal: i64,
    hash: Vec<u8>,
}

/// Seals until told to stop: at once when this node commits, and at intervals for the others. `sealed` is notified
/// after each batch.
pub async fn run_sealer(
    db: Db,
    committed: &Notify,
    sealed: &Notify,
    mut stop: tokio::sync::watch::Receiver<bool>,
) {
    loop {
        match seal_pending(&db).await {
            Ok(0) => {}
            Ok(_) => {
                sealed.notify_waiters();
                // Commits that arrive within this breath share one batch, which on SQLite shares one disk write.
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            }
            Err(error) => {
                tracing::warn!(error = %error, "sealing failed; trying again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        tokio::select! {
            () = committed.notified() => {}
            () = tokio::time::sleep(POLL) => {}
            _ = stop.wait_for(|&stop| stop) => return,
        }
    }
}

/// Seals one batch of committed records and says how many. Does nothing while another node holds the lock.
///
/// # Errors
/// The database's; the batch is then not sealed and is tried again.
pub async fn seal_pending(db: &Db) -> Result<u64> {
    let waiting: Option<i64> =
        db.read().scalar("SELECT at FROM kernel_record WHERE ordinal IS NULL LIMIT 1", vec![]).await?;
    if waiting.is_none() {
        return Ok(0);
    }
    let tx = db.begin().await?;
    if db.is_postgres() {
        let leader: Option<bool> =
            tx.scalar("SELECT pg_try_advisory_xact_lock(hashtext('songcau.sealer'))", vec![]).await?;
        if leader != Some(true) {
            return Ok(0);
        }
    }
    let head: Option<Head> = tx.one("SELECT ordinal, hash FROM kernel_chain WHERE id = 1", vec![]).await?;
    let first = head.is_none();
    let mut head = head.unwrap_or(Head { ordinal: 0, hash: vec![0; 32] });
    let sql =
        format!("SELECT {COLUMNS} FROM kernel_record WHERE ordinal IS NULL ORDER BY at, id LIMIT {BATCH}");
    let records: Vec<Record> = tx.all(&sql, vec![]).await?;
    if records.is_empty() {
        return Ok(0);
    }
    let mut values: Vec<Value> = Vec::with_capacity(records.len() * 3);
    for record in &records {
        head.ordinal += 1;
        head.hash = record.chained(&head.hash, head.ordinal);
        values.extend([record.id.into(), head.ordinal.into(), head.hash.clone().into()]);
    }
    let rows = crate::db::placeholders(records.len(), 3);
    let update = format!(
        "WITH sealed (id, ordinal, hash) AS (VALUES {rows}) \
         UPDATE kernel_record SET ordinal = sealed.ordinal, hash = sealed.hash \
         FROM sealed WHERE kernel_record.id = sealed.id"
    );
    tx.run(&update, values).await?;
    let chain = if first {
        "INSERT INTO kernel_chain (id, ordinal, hash) VALUES (1, $1, $2)"
    } else {
        "UPDATE kernel_chain SET ordinal = $1, hash = $2 WHERE id = 1"
    };
    tx.run(chain, vec![head.ordinal.into(), head.hash.into()]).await?;
    tx.commit().await?;
    Ok(records.len() as u64)
}
