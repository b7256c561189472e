//! Every statement on deliveries.

use base::{Id, Timestamp};
use kernel::{
    Act, App, Channel, Error, Result,
    db::{FromQueryResult, Queries as _, Value, placeholders},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::model::{Delivery, LEASE, State};
use crate::notice::NoticeId;

const COLUMNS: &str = "d.id, d.notice, d.channel, d.address, d.subscription, d.state, d.attempts, d.next_at, \
                       d.last_error, d.created_at, d.done_at";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    notice: Uuid,
    channel: String,
    address: Option<String>,
    subscription: Option<Uuid>,
    state: String,
    attempts: i64,
    next_at: i64,
    last_error: Option<String>,
    created_at: i64,
    done_at: Option<i64>,
}

impl From<Row> for Delivery {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            notice: row.notice.into(),
            channel: Channel::parse(&row.channel).unwrap_or(Channel::Mail),
            address: row.address,
            subscription: row.subscription,
            state: State::parse(&row.state).unwrap_or(State::Dead),
            attempts: row.attempts,
            next: Timestamp(row.next_at),
            last_error: row.last_error,
            created: Timestamp(row.created_at),
            done: row.done_at.map(Timestamp),
        }
    }
}

pub(crate) async fn insert(act: &Act, delivery: &Delivery) -> Result<()> {
    let sql = "INSERT INTO notify_delivery \
               (id, notice, channel, address, subscription, state, attempts, next_at, last_error, created_at, done_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = vec![
        delivery.id.uuid().into(),
        delivery.notice.uuid().into(),
        delivery.channel.key().into(),
        delivery.address.clone().into(),
        delivery.subscription.into(),
        delivery.state.word().into(),
        delivery.attempts.into(),
        delivery.next.0.into(),
        delivery.last_error.clone().into(),
        delivery.created.0.into(),
        delivery.done.map(|t| t.0).into(),
    ];
    act.run(sql, values).await.map(|_| ())
}

/// Takes a delivery in hand, if it is due and nobody else has it: until the lease ends, no other try begins.
pub(super) async fn claim(app: &App, id: Id<Delivery>, now: Timestamp) -> Result<Option<Delivery>> {
    let sql = "UPDATE notify_delivery SET attempts = attempts + 1, next_at = $3 \
               WHERE id = $1 AND state = 'waiting' AND next_at <= $2";
    let lost = now.0 + LEASE.as_millis() as i64;
    if app.keep_house(sql, vec![id.uuid().into(), now.0.into(), lost.into()]).await? == 0 {
        return Ok(None);
    }
    find(app.db().read(), id).await
}

pub(super) async fn find<C: ConnectionTrait>(db: &C, id: Id<Delivery>) -> Result<Option<Delivery>> {
    let sql = format!("SELECT {COLUMNS} FROM notify_delivery d WHERE d.id = $1");
    Ok(db.one::<Row>(&sql, vec![id.uuid().into()]).await?.map(Delivery::from))
}

const SAVE: &str = "UPDATE notify_delivery SET state = $2, attempts = $3, next_at = $4, last_error = $5, done_at = $6, \
                    address = $7 WHERE id = $1 AND state = $8";

fn saved(delivery: &Delivery, from: State) -> Vec<Value> {
    vec![
        delivery.id.uuid().into(),
        delivery.state.word().into(),
        delivery.attempts.into(),
        delivery.next.0.into(),
        delivery.last_error.clone().into(),
        delivery.done.map(|t| t.0).into(),
        delivery.address.clone().into(),
        from.word().into(),
    ]
}

/// Writes what changed, if its state is still the one it was read in.
pub(super) async fn save(act: &Act, delivery: &Delivery, from: State) -> Result<()> {
    if act.run(SAVE, saved(delivery, from)).await? == 0 { Err(Error::stale()) } else { Ok(()) }
}

/// Notes a failed try that is no end: housekeeping, as it says nothing new about anybody.
pub(super) async fn save_try(app: &App, delivery: &Delivery) -> Result<()> {
    app.keep_house(SAVE, saved(delivery, State::Waiting)).await.map(|_| ())
}

/// Whether every delivery of a notice was sent or given up.
pub(super) async fn all_over<C: ConnectionTrait>(db: &C, notice: NoticeId) -> Result<bool> {
    let sql = "SELECT count(*) FROM notify_delivery WHERE notice = $1 AND state IN ('waiting', 'dead')";
    let open: Option<i64> = db.scalar(sql, vec![notice.uuid().into()]).await?;
    Ok(open == Some(0))
}

/// Deliveries that should have been tried before this instant and were not: their job was lost with its node.
pub(super) async fn lost<C: ConnectionTrait>(db: &C, before: Timestamp, limit: u32) -> Result<Vec<Uuid>> {
    let sql = format!(
        "SELECT id FROM notify_delivery WHERE state = 'waiting' AND next_at < $1 ORDER BY next_at LIMIT {limit}"
    );
    db.column(&sql, vec![before.0.into()]).await
}

/// Sets when they are due.
pub(super) async fn postpone(app: &App, ids: &[Uuid], to: Timestamp) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    // The instant stands last, so that the identifiers are numbered from 1.
    let sql = format!(
        "UPDATE notify_delivery SET next_at = ${} WHERE state = 'waiting' AND id IN {}",
        ids.len() + 1,
        placeholders(1, ids.len())
    );
    let mut values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    values.push(to.0.into());
    app.keep_house(&sql, values).await.map(|_| ())
}

/// Forgets addresses of what ended before this instant, and lets be what was dead by then.
pub(super) async fn forget_addresses(app: &App, before: Timestamp) -> Result<()> {
    let sql = "UPDATE notify_delivery SET address = NULL, last_error = NULL, \
               state = CASE WHEN state = 'dead' THEN 'given_up' ELSE state END \
               WHERE state <> 'waiting' AND done_at < $1 AND (address IS NOT NULL OR state = 'dead')";
    app.keep_house(sql, vec![before.0.into()]).await.map(|_| ())
}

/// Which of these letters were handed over before this instant.
pub(super) async fn sent_before<C: ConnectionTrait>(
    db: &C,
    ids: &[Uuid],
    before: Timestamp,
) -> Result<Vec<Uuid>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id FROM notify_delivery WHERE id IN {} AND state = 'sent' AND done_at < ${}",
        placeholders(1, ids.len()),
        ids.len() + 1
    );
    let mut values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    values.push(before.0.into());
    db.column(&sql, values).await
}
