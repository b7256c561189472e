//! Every statement on uploads and their pieces. They say nothing about the province's own things until something
//! takes the file, so they are no acts.

use base::{Id, LocalDate, Timestamp};
use kernel::{
    App, Result,
    db::{FromQueryResult, Queries as _, Value, placeholders},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Upload;

const SELECT: &str = "SELECT u.id, u.owner, u.purpose, u.name, u.declared, u.length, u.expires_at, u.blob, \
     (SELECT max(p.at + p.length) FROM files_part p WHERE p.upload_id = u.id) AS reached FROM files_upload u";

#[derive(FromQueryResult)]
struct UploadRow {
    id: Uuid,
    owner: Option<Uuid>,
    purpose: String,
    name: String,
    declared: String,
    length: Option<i64>,
    expires_at: i64,
    blob: Option<String>,
    reached: Option<i64>,
}

impl From<UploadRow> for Upload {
    fn from(row: UploadRow) -> Self {
        let length = row.length.map(i64::unsigned_abs);
        // A finished one has given its pieces away.
        let reached = row.reached.unwrap_or_default().unsigned_abs();
        let offset = if row.blob.is_some() { length.unwrap_or(reached) } else { reached };
        Self {
            id: Id::from_uuid(row.id),
            owner: row.owner,
            purpose: row.purpose,
            name: row.name,
            declared: row.declared,
            length,
            expires_at: Timestamp(row.expires_at),
            blob: row.blob,
            offset,
        }
    }
}

/// A piece that arrived.
#[derive(FromQueryResult)]
pub(super) struct Part {
    pub(super) at: i64,
    pub(super) length: i64,
    pub(super) object: String,
}

pub(super) async fn insert(app: &App, upload: &Upload) -> Result<()> {
    app.keep_house(
        "INSERT INTO files_upload (id, owner, purpose, name, declared, length, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            upload.id.uuid().into(),
            upload.owner.into(),
            upload.purpose.clone().into(),
            upload.name.clone().into(),
            upload.declared.clone().into(),
            upload.length.map(|n| n as i64).into(),
            upload.expires_at.0.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The upload, if it is this sender's. The program's own work reaches all.
pub(super) async fn find<C: ConnectionTrait>(
    connection: &C,
    id: Id<Upload>,
    sender: Sender,
) -> Result<Option<Upload>> {
    let (mine, mut values) = sender.condition(2);
    values.insert(0, id.uuid().into());
    let row: Option<UploadRow> =
        connection.one(&format!("{SELECT} WHERE u.id = $1 AND {mine}"), values).await?;
    Ok(row.map(Upload::from))
}

/// Takes a finished upload: it is gone afterwards, and its content and names are returned.
pub(crate) async fn taken<C: ConnectionTrait>(
    connection: &C,
    id: Id<Upload>,
    sender: Sender,
    now: Timestamp,
) -> Result<Option<Upload>> {
    let found = find(connection, id, sender).await?;
    let Some(upload) = found.filter(|u| u.blob.is_some() && u.expires_at > now) else { return Ok(None) };
    // Of two acts that take one upload at once, one finds it gone.
    let sql = "DELETE FROM files_upload WHERE id = $1";
    Ok((connection.run(sql, vec![id.uuid().into()]).await? == 1).then_some(upload))
}

/// Who asks for an upload.
#[derive(Clone, Copy)]
pub(crate) enum Sender {
    /// This account.
    Account(Uuid),
    /// The program itself.
    Program,
    /// Nobody.
    Stranger,
}

impl Sender {
    pub(crate) fn of(actor: &base::Actor) -> Self {
        match actor {
            base::Actor::Account(account) => Self::Account(account.id),
            base::Actor::System(_) => Self::Program,
            base::Actor::Anonymous => Self::Stranger,
        }
    }

    fn condition(self, number: usize) -> (String, Vec<Value>) {
        match self {
            Self::Account(id) => (format!("u.owner = ${number}"), vec![id.into()]),
            Self::Program => ("1 = 1".to_owned(), vec![]),
            Self::Stranger => ("1 = 0".to_owned(), vec![]),
        }
    }
}

/// How many uploads an account has begun and not finished.
pub(super) async fn open<C: ConnectionTrait>(connection: &C, owner: Uuid, now: Timestamp) -> Result<i64> {
    let sql = "SELECT count(*) FROM files_upload WHERE owner = $1 AND blob IS NULL AND expires_at > $2";
    Ok(connection.scalar(sql, vec![owner.into(), now.0.into()]).await?.unwrap_or_default())
}

/// Counts a piece if the upload is unfinished and ends exactly where the piece begins.
pub(super) async fn add_part(app: &App, id: Id<Upload>, part: &Part) -> Result<bool> {
    let sql = "INSERT INTO files_part (upload_id, at, length, object) SELECT $1, $2, $3, $4 \
               WHERE EXISTS (SELECT 1 FROM files_upload WHERE id = $1 AND blob IS NULL) \
               AND (SELECT coalesce(max(at + length), 0) FROM files_part WHERE upload_id = $1) = $2 \
               ON CONFLICT DO NOTHING";
    let values = vec![id.uuid().into(), part.at.into(), part.length.into(), part.object.clone().into()];
    Ok(app.keep_house(sql, values).await? == 1)
}

pub(super) async fn parts<C: ConnectionTrait>(connection: &C, id: Id<Upload>) -> Result<Vec<Part>> {
    let sql = "SELECT at, length, object FROM files_part WHERE upload_id = $1 ORDER BY at";
    connection.all(sql, vec![id.uuid().into()]).await
}

/// Says how long an upload is that was begun without knowing.
pub(super) async fn set_length(app: &App, id: Id<Upload>, length: u64) -> Result<()> {
    let sql = "UPDATE files_upload SET length = $2 WHERE id = $1 AND length IS NULL";
    app.keep_house(sql, vec![id.uuid().into(), (length as i64).into()]).await?;
    Ok(())
}

/// The upload is finished: this is its content, and the name that fits it.
pub(super) async fn set_blob(app: &App, id: Id<Upload>, sha256: &str, name: &str) -> Result<()> {
    let sql = "UPDATE files_upload SET blob = $2, name = $3 WHERE id = $1";
    app.keep_house(sql, vec![id.uuid().into(), sha256.into(), name.into()]).await?;
    Ok(())
}

pub(super) async fn remove_parts(app: &App, id: Id<Upload>) -> Result<()> {
    app.keep_house("DELETE FROM files_part WHERE upload_id = $1", vec![id.uuid().into()]).await?;
    Ok(())
}

pub(super) async fn remove(app: &App, id: Id<Upload>) -> Result<()> {
    app.keep_house("DELETE FROM files_upload WHERE id = $1", vec![id.uuid().into()]).await?;
    Ok(())
}

pub(super) async fn expired<C: ConnectionTrait>(
    connection: &C,
    now: Timestamp,
    count: u32,
) -> Result<Vec<Id<Upload>>> {
    let sql = format!("SELECT id FROM files_upload WHERE expires_at <= $1 ORDER BY expires_at LIMIT {count}");
    let ids: Vec<Uuid> = connection.column(&sql, vec![now.0.into()]).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Which of these objects are pieces of an upload.
pub(crate) async fn known<C: ConnectionTrait>(connection: &C, objects: &[String]) -> Result<Vec<String>> {
    let sql = format!("SELECT object FROM files_part WHERE object IN {}", placeholders(1, objects.len()));
    connection.column(&sql, objects.iter().map(|o| Value::from(o.clone())).collect()).await
}

/// How much an account sent that day.
pub(super) async fn usage<C: ConnectionTrait>(connection: &C, account: Uuid, day: LocalDate) -> Result<u64> {
    let sql = "SELECT bytes FROM files_usage WHERE account = $1 AND day = $2";
    let bytes: Option<i64> = connection.scalar(sql, vec![account.into(), day.iso().into()]).await?;
    Ok(bytes.unwrap_or_default().unsigned_abs())
}

pub(super) async fn add_usage(app: &App, account: Uuid, day: LocalDate, bytes: u64) -> Result<()> {
    let sql = "INSERT INTO files_usage (account, day, bytes) VALUES ($1, $2, $3) \
               ON CONFLICT (account, day) DO UPDATE SET bytes = files_usage.bytes + excluded.bytes";
    app.keep_house(sql, vec![account.into(), day.iso().into(), (bytes as i64).into()]).await?;
    Ok(())
}

pub(super) async fn forget_usage(app: &App, before: LocalDate) -> Result<()> {
    app.keep_house("DELETE FROM files_usage WHERE day < $1", vec![before.iso().into()]).await?;
    Ok(())
}
