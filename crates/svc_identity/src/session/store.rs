use base::{Id, Timestamp};
use kernel::{
    Act, App, Result,
    db::{FromQueryResult, Queries as _, Value, placeholders},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::model::{LONGEST, Session};
use crate::Account;

/// Sessions written in one statement; well below the number of parameters either database takes.
const BATCH: usize = 5000;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    started_at: i64,
    seen_at: i64,
    device: String,
    address: String,
}

/// A session with its account and what the account holds on the day.
pub(crate) struct Known {
    pub id: Uuid,
    pub started: Timestamp,
    pub seen: Timestamp,
    pub account: Uuid,
    pub display_name: String,
    pub proved: Timestamp,
    /// A first password somebody else gave out opens nothing but the page on which it is changed.
    pub must_change: bool,
}

#[derive(FromQueryResult)]
struct KnownRow {
    id: Uuid,
    started_at: i64,
    seen_at: i64,
    proved_at: i64,
    account: Uuid,
    display_name: String,
    must_change: bool,
}

pub(crate) async fn insert(
    act: &Act,
    session: &Session,
    account: Id<Account>,
    token_hash: Vec<u8>,
) -> Result<()> {
    let sql = "INSERT INTO identity_session (id, account, token_hash, started_at, seen_at, device, address, proved_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $4)";
    let values = vec![
        session.id.uuid().into(),
        account.uuid().into(),
        token_hash.into(),
        session.started.0.into(),
        session.seen.0.into(),
        session.device.clone().into(),
        session.address.clone().into(),
    ];
    act.run(sql, values).await.map(|_| ())
}

/// The session behind a token, alive or over, of an account that is not locked.
pub(crate) async fn find<C: ConnectionTrait>(db: &C, token_hash: &[u8]) -> Result<Option<Known>> {
    let sql = "SELECT s.id, s.started_at, s.seen_at, s.proved_at, a.id AS account, a.display_name, a.must_change \
               FROM identity_session s JOIN identity_account a ON a.id = s.account AND a.status = 'active' \
               WHERE s.token_hash = $1";
    let row: Option<KnownRow> = db.one(sql, vec![token_hash.to_vec().into()]).await?;
    Ok(row.map(|row| Known {
        id: row.id,
        started: Timestamp(row.started_at),
        seen: Timestamp(row.seen_at),
        account: row.account,
        display_name: row.display_name,
        proved: Timestamp(row.proved_at),
        must_change: row.must_change,
    }))
}

/// Notes that the owner of a session showed who they are.
pub(crate) async fn note_proved(app: &App, session: Uuid, now: Timestamp) -> Result<()> {
    let sql = "UPDATE identity_session SET proved_at = $2 WHERE id = $1";
    app.keep_house(sql, vec![session.into(), now.0.into()]).await.map(|_| ())
}

/// The sessions of an account, the latest first, over or not.
pub(crate) async fn of_account<C: ConnectionTrait>(db: &C, account: Id<Account>) -> Result<Vec<Session>> {
    let sql = "SELECT id, started_at, seen_at, device, address FROM identity_session \
               WHERE account = $1 ORDER BY started_at DESC, id DESC";
    let rows: Vec<Row> = db.all(sql, vec![account.uuid().into()]).await?;
    Ok(rows
        .into_iter()
        .map(|row| Session {
            id: row.id.into(),
            started: Timestamp(row.started_at),
            seen: Timestamp(row.seen_at),
            device: row.device,
            address: row.address,
        })
        .collect())
}

/// Whether this session of the account has not been ended.
pub(crate) async fn is_there(act: &Act, id: Uuid, account: Id<Account>) -> Result<bool> {
    let sql = "SELECT count(*) FROM identity_session WHERE id = $1 AND account = $2";
    let found: Option<i64> = act.scalar(sql, vec![id.into(), account.uuid().into()]).await?;
    Ok(found.unwrap_or(0) > 0)
}

/// Ends one session of an account and says whether there was one.
pub(crate) async fn end(act: &Act, id: Id<Session>, account: Id<Account>) -> Result<bool> {
    let sql = "DELETE FROM identity_session WHERE id = $1 AND account = $2";
    Ok(act.run(sql, vec![id.uuid().into(), account.uuid().into()]).await? > 0)
}

/// Ends all sessions of an account, except one if given.
pub(crate) async fn end_all(act: &Act, account: Id<Account>, except: Option<Uuid>) -> Result<()> {
    let sql = "DELETE FROM identity_session WHERE account = $1 AND id <> $2";
    act.run(sql, vec![account.uuid().into(), except.unwrap_or_default().into()]).await.map(|_| ())
}

/// Notes when sessions were last used, by their tokens' digests, never moving one back.
pub(crate) async fn note_seen(app: &App, seen: &[(Vec<u8>, i64)]) -> Result<()> {
    for batch in seen.chunks(BATCH) {
        let rows = placeholders(batch.len(), 2);
        let sql = format!(
            "WITH noted (token_hash, at) AS (VALUES {rows}) UPDATE identity_session SET seen_at = noted.at \
             FROM noted WHERE identity_session.token_hash = noted.token_hash AND identity_session.seen_at < noted.at"
        );
        let values: Vec<Value> =
            batch.iter().flat_map(|(hash, at)| [hash.clone().into(), (*at).into()]).collect();
        app.keep_house(&sql, values).await?;
    }
    Ok(())
}

/// Removes sessions that began too long ago to be good.
pub(crate) async fn sweep(app: &App, now: Timestamp) -> Result<()> {
    let sql = "DELETE FROM identity_session WHERE started_at <= $1";
    app.keep_house(sql, vec![(now.0 - LONGEST).into()]).await.map(|_| ())
}
