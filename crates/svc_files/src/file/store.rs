//! Every statement on files.

use base::{Actor, Id, Permission, Timestamp};
use kernel::{
    Act, App, Result, RowScope,
    db::{FromQueryResult, Queries as _, Value, placeholders},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{Audience, File, Place};

const COLUMNS: &str =
    "f.id, f.name, f.subject_kind, f.subject_id, f.agency_id, f.is_public, f.owner, f.created_at, f.blob";

#[derive(FromQueryResult)]
struct FileRow {
    id: Uuid,
    name: String,
    subject_kind: String,
    subject_id: Uuid,
    agency_id: Option<Uuid>,
    is_public: bool,
    owner: Option<Uuid>,
    created_at: i64,
    blob: String,
}

impl From<FileRow> for File {
    fn from(row: FileRow) -> Self {
        Self {
            id: Id::from_uuid(row.id),
            name: row.name,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            agency_id: row.agency_id,
            is_public: row.is_public,
            owner: row.owner,
            created_at: Timestamp(row.created_at),
            blob: row.blob,
        }
    }
}

pub(super) async fn insert(act: &Act, file: &File, place: &Place) -> Result<()> {
    let permission = match place.audience {
        Audience::Permission(permission, _) => Some(permission.name()),
        Audience::Public | Audience::Owner(_) => None,
    };
    act.run(
        "INSERT INTO files_file (id, blob, name, subject_kind, subject_id, agency_id, is_public, permission, owner, \
         created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        vec![
            file.id.uuid().into(),
            file.blob.clone().into(),
            file.name.clone().into(),
            file.subject_kind.clone().into(),
            file.subject_id.into(),
            file.agency_id.into(),
            file.is_public.into(),
            permission.into(),
            file.owner.into(),
            file.created_at.0.into(),
            act.actor().account_id().into(),
        ],
    )
    .await?;
    // In use from now on: a sweep at this moment sees it.
    let sql = "UPDATE files_blob SET touched_at = $2 WHERE sha256 = $1";
    act.run(sql, vec![file.blob.clone().into(), act.now().0.into()]).await?;
    Ok(())
}

/// Lets whoever holds the permission over the agency open the files of a subject.
pub(super) async fn entrust(
    act: &Act,
    subject_kind: &str,
    subject_id: Uuid,
    agency: Uuid,
    permission: Permission,
) -> Result<()> {
    let sql = "UPDATE files_file SET agency_id = $3, permission = $4 \
               WHERE subject_kind = $1 AND subject_id = $2 AND deleted_at IS NULL";
    let values = vec![subject_kind.into(), subject_id.into(), agency.into(), permission.name().into()];
    act.run(sql, values).await.map(|_| ())
}

/// The file, whoever asks: for work on it.
pub(crate) async fn get<C: ConnectionTrait>(connection: &C, id: Id<File>) -> Result<Option<File>> {
    let sql = format!("SELECT {COLUMNS} FROM files_file f WHERE f.id = $1 AND f.deleted_at IS NULL");
    let row: Option<FileRow> = connection.one(&sql, vec![id.uuid().into()]).await?;
    Ok(row.map(File::from))
}

/// These files, whoever asks.
pub(super) async fn get_all<C: ConnectionTrait>(connection: &C, ids: &[Id<File>]) -> Result<Vec<File>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM files_file f WHERE f.id IN {} AND f.deleted_at IS NULL",
        placeholders(1, ids.len())
    );
    let rows: Vec<FileRow> = connection.all(&sql, ids.iter().map(|id| id.uuid().into()).collect()).await?;
    Ok(rows.into_iter().map(File::from).collect())
}

/// The file, if this actor may open it.
pub(super) async fn visible_to(app: &App, actor: &Actor, id: Id<File>) -> Result<Option<File>> {
    let sql = "SELECT permission FROM files_file WHERE id = $1";
    let named: Option<Option<String>> = app.db().read().scalar(sql, vec![id.uuid().into()]).await?;
    let permissions = app.modules().iter().flat_map(|m| m.permissions);
    let permission =
        permissions.copied().find(|p| named.as_ref().and_then(Option::as_deref) == Some(p.name()));
    let mut values: Vec<Value> = vec![id.uuid().into()];
    let mut ways = vec!["f.is_public".to_owned()];
    if let Some(account) = actor.account_id() {
        values.push(account.into());
        ways.push(format!("f.owner = ${}", values.len()));
    }
    if let Some(permission) = permission {
        values.push(permission.name().into());
        let asked = values.len();
        let scope = RowScope::of(actor, permission).condition("a.path", &mut values);
        ways.push(format!("(f.permission = ${asked} AND {scope})"));
    }
    if matches!(actor, Actor::System(_)) {
        ways.push("1 = 1".to_owned());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM files_file f LEFT JOIN org_agency a ON a.id = f.agency_id \
         WHERE f.id = $1 AND f.deleted_at IS NULL AND ({})",
        ways.join(" OR ")
    );
    let row: Option<FileRow> = app.db().read().one(&sql, values).await?;
    Ok(row.map(File::from))
}

pub(super) async fn of_subject<C: ConnectionTrait>(
    connection: &C,
    kind: &str,
    id: Uuid,
) -> Result<Vec<File>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM files_file f WHERE f.subject_kind = $1 AND f.subject_id = $2 \
         AND f.deleted_at IS NULL ORDER BY f.id"
    );
    let rows: Vec<FileRow> = connection.all(&sql, vec![kind.into(), id.into()]).await?;
    Ok(rows.into_iter().map(File::from).collect())
}

/// The files with this content.
pub(crate) async fn with_blob<C: ConnectionTrait>(connection: &C, sha256: &str) -> Result<Vec<Id<File>>> {
    let sql = "SELECT id FROM files_file WHERE blob = $1 AND deleted_at IS NULL";
    let ids: Vec<Uuid> = connection.column(sql, vec![sha256.into()]).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

pub(super) async fn mark_removed(act: &Act, id: Id<File>) -> Result<bool> {
    let sql = "UPDATE files_file SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL";
    Ok(act.run(sql, vec![id.uuid().into(), act.now().0.into()]).await? == 1)
}

/// Forgets files removed before then.
pub(crate) async fn forget_removed(app: &App, before: Timestamp) -> Result<u64> {
    app.keep_house("DELETE FROM files_file WHERE deleted_at < $1", vec![before.0.into()]).await
}
