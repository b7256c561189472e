//! Work after the commit: asked for inside an act, done outside it, tried again until it succeeds or is set aside
//! where an administrator sees it.

use std::{panic::AssertUnwindSafe, time::Duration};

use base::Timestamp;
use futures_util::FutureExt as _;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    App, Result,
    db::{Db, Queries},
    new_id,
};

/// Tries before a job is set aside.
const MAX_ATTEMPTS: i64 = 10;
/// Jobs in hand at once on a node: one that waits for somebody else's machine does not hold up all others.
pub(crate) const WORKERS: usize = 3;
/// How long one try may take before another worker may take the job over.
const LEASE: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_secs(1);

pub(crate) struct NewJob {
    pub kind: &'static str,
    pub payload: serde_json::Value,
    pub schedule: Option<&'static str>,
    pub run_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Job {
    id: Uuid,
    kind: String,
    payload: String,
    schedule: Option<String>,
    attempts: i64,
}

pub(crate) async fn insert<C: ConnectionTrait>(connection: &C, job: NewJob) -> Result<()> {
    connection
        .run(
            "INSERT INTO kernel_job (id, kind, payload, schedule, run_at, attempts) VALUES ($1, $2, $3, $4, $5, 0) \
             ON CONFLICT (schedule) DO NOTHING",
            vec![
                new_id::<()>().uuid().into(),
                job.kind.into(),
                job.payload.to_string().into(),
                job.schedule.into(),
                job.run_at.0.into(),
            ],
        )
        .await?;
    Ok(())
}

/// Asks for work outside an act: for a job that cannot finish its work now, or that found more to do. Within an act,
/// [`crate::Act::enqueue`] asks, so that both happen or neither.
///
/// # Errors
/// The database's.
pub async fn ask<P: Serialize>(app: &App, kind: &'static str, payload: &P, after: Duration) -> Result<()> {
    let run_at = Timestamp(app.clock().now().0 + after.as_millis() as i64);
    let payload = serde_json::to_value(payload)?;
    insert(app.db().write(), NewJob { kind, payload, schedule: None, run_at }).await?;
    app.jobs_waiting().notify_one();
    Ok(())
}

/// Puts every recurring job on the schedule, once for the whole cluster.
///
/// # Errors
/// The database's.
pub async fn schedule(app: &App) -> Result<()> {
    for kind in app.modules().iter().flat_map(|m| m.jobs).filter(|k| k.every.is_some()) {
        let job = NewJob {
            kind: kind.name,
            payload: serde_json::Value::Null,
            schedule: Some(kind.name),
            run_at: app.clock().now(),
        };
        insert(app.db().write(), job).await?;
    }
    Ok(())
}

/// Works until told to stop; the job in hand is finished first.
pub async fn run_worker(app: App, mut stop: tokio::sync::watch::Receiver<bool>) {
    loop {
        match run_due(&app).await {
            Ok(0) => {}
            Ok(_) if !*stop.borrow() => continue,
            Ok(_) => return,
            Err(error) => {
                tracing::warn!(error = %error, "taking a job failed; trying again");
            }
        }
        tokio::select! {
            () = app.jobs_waiting().notified() => {}
            () = tokio::time::sleep(POLL) => {}
            _ = stop.wait_for(|&stop| stop) => return,
        }
    }
}

/// Runs the next due job, if there is one, and says how many were run (0 or 1).
///
/// # Errors
/// The database's. A failing job is not an error here: it is put back or set aside.
pub async fn run_due(app: &App) -> Result<usize> {
    let now = app.clock().now();
    let Some(job) = claim(app.db(), now).await? else { return Ok(0) };
    let kind = app.modules().iter().flat_map(|m| m.jobs).find(|k| k.name == job.kind);
    let outcome = match (kind, serde_json::from_str(&job.payload)) {
        // One job that panics is one failed job, not the end of all.
        (Some(kind), Ok(payload)) => AssertUnwindSafe(async { (kind.run)(app.clone(), payload).await })
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(crate::Error::internal("the job panicked"))),
        (Some(_), Err(error)) => Err(error.into()),
        (None, _) => Err(crate::Error::internal("no module knows this kind of job")),
    };
    finish(app, &job, kind.and_then(|k| k.every), outcome).await?;
    Ok(1)
}

async fn claim(db: &Db, now: Timestamp) -> Result<Option<Job>> {
    const DUE: &str = "dead_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until < $1)";
    let waiting: Option<i64> = db
        .read()
        .scalar(&format!("SELECT run_at FROM kernel_job WHERE {DUE} LIMIT 1"), vec![now.0.into()])
        .await?;
    if waiting.is_none() {
        return Ok(None);
    }
    let skip = if db.is_postgres() { "FOR UPDATE SKIP LOCKED" } else { "" };
    let tx = db.begin().await?;
    let sql = format!(
        "UPDATE kernel_job SET locked_until = $2, attempts = attempts + 1 \
         WHERE id = (SELECT id FROM kernel_job WHERE {DUE} ORDER BY run_at, id LIMIT 1 {skip}) \
         RETURNING id, kind, payload, schedule, attempts"
    );
    let job = tx.one(&sql, vec![now.0.into(), (now.0 + LEASE.as_millis() as i64).into()]).await?;
    tx.commit().await?;
    Ok(job)
}

async fn finish(app: &App, job: &Job, every: Option<Duration>, outcome: Result<()>) -> Result<()> {
    let now = app.clock().now();
    let again = |after: Duration| Timestamp(now.0 + after.as_millis() as i64);
    let db = app.db().write();
    match (outcome, every) {
        (Ok(()), Some(every)) if job.schedule.is_some() => {
            let sql = "UPDATE kernel_job SET run_at = $2, locked_until = NULL, attempts = 0, last_error = NULL WHERE id = $1";
            db.run(sql, vec![job.id.into(), again(every).0.into()]).await?;
        }
        (Ok(()), _) => {
            db.run("DELETE FROM kernel_job WHERE id = $1", vec![job.id.into()]).await?;
        }
        (Err(error), _) => {
            tracing::warn!(job = %job.id, kind = %job.kind, attempt = job.attempts, error = %error, "job failed");
            // A recurring job is never set aside: it would silently never run again.
            let dead = (job.attempts >= MAX_ATTEMPTS && job.schedule.is_none()).then_some(now.0);
            let pause = Duration::from_secs(1 << job.attempts.clamp(1, 12));
            let sql = "UPDATE kernel_job SET run_at = $2, locked_until = NULL, last_error = $3, dead_at = $4 WHERE id = $1";
            db.run(sql, vec![job.id.into(), again(pause).0.into(), error.to_string().into(), dead.into()])
                .await?;
        }
    }
    Ok(())
}

/// How many jobs were set aside after their last try.
///
/// # Errors
/// The database's.
pub async fn dead_letters(db: &Db) -> Result<i64> {
    Ok(db
        .read()
        .scalar("SELECT count(*) FROM kernel_job WHERE dead_at IS NOT NULL", vec![])
        .await?
        .unwrap_or(0))
}
