use std::{panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt as _;
use tokio::sync::Notify;

use super::{COLUMNS, Record};
use crate::{
    Error, Result,
    db::{Db, Queries},
};

const BATCH: i64 = 500;
const POLL: Duration = Duration::from_millis(200);

/// A part of the program that follows the journal. It keeps its own cursor, where it keeps what it builds, so the two
/// cannot disagree.
#[async_trait::async_trait]
pub trait Consume: Send {
    /// Ordinal of the last record taken in; 0 before the first.
    fn cursor(&self) -> i64;

    /// Takes in records in order. On an error the same records come again.
    async fn take(&mut self, records: &[Record]) -> Result<()>;
}

/// Feeds a consumer until told to stop: as soon as this node seals, and at intervals for what other nodes seal.
pub async fn follow(
    name: &'static str,
    db: Db,
    mut consumer: Box<dyn Consume>,
    sealed: &Notify,
    mut stop: tokio::sync::watch::Receiver<bool>,
) {
    loop {
        // Asked for before reading, so that a batch sealed in between is not slept through.
        let news = sealed.notified();
        let step = AssertUnwindSafe(step(&db, consumer.as_mut())).catch_unwind().await;
        match step.unwrap_or_else(|_| Err(Error::internal("the consumer panicked"))) {
            Ok(taken) if taken >= BATCH as usize => continue,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(consumer = name, error = %error, "consumer failed; trying again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        tokio::select! {
            () = news => {}
            () = tokio::time::sleep(POLL) => {}
            _ = stop.wait_for(|&stop| stop) => return,
        }
    }
}

async fn step(db: &Db, consumer: &mut dyn Consume) -> Result<usize> {
    let sql =
        format!("SELECT {COLUMNS} FROM kernel_record WHERE ordinal > $1 ORDER BY ordinal LIMIT {BATCH}");
    let records: Vec<Record> = db.read().all(&sql, vec![consumer.cursor().into()]).await?;
    if !records.is_empty() {
        consumer.take(&records).await?;
    }
    Ok(records.len())
}
