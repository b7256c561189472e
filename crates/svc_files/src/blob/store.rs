//! Every statement on contents.

use base::Timestamp;
use kernel::{
    App, Result,
    db::{FromQueryResult, Queries as _, Value, placeholders},
};
use sea_orm::ConnectionTrait;

use super::{Blob, Checked, Variant};

const COLUMNS: &str = "sha256, object, size, media_type, width, height, variants, checked, threat";
/// Nothing refers to the content. Files that were removed count until they are swept themselves.
const UNUSED: &str = "NOT EXISTS (SELECT 1 FROM files_file f WHERE f.blob = files_blob.sha256) \
     AND NOT EXISTS (SELECT 1 FROM files_upload u WHERE u.blob = files_blob.sha256)";

#[derive(FromQueryResult)]
struct BlobRow {
    sha256: String,
    object: String,
    size: i64,
    media_type: String,
    width: Option<i64>,
    height: Option<i64>,
    variants: String,
    checked: String,
    threat: String,
}

impl TryFrom<BlobRow> for Blob {
    type Error = kernel::Error;
    fn try_from(row: BlobRow) -> Result<Self> {
        let points = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
        Ok(Self {
            sha256: row.sha256,
            object: row.object,
            size: row.size.unsigned_abs(),
            media_type: row.media_type,
            width: points(row.width),
            height: points(row.height),
            variants: serde_json::from_str(&row.variants)?,
            checked: Checked::parse(&row.checked),
            threat: row.threat,
        })
    }
}

/// Enters a content, or touches the one already kept under this hash: the one kept is returned.
pub(crate) async fn enter(app: &App, blob: &Blob, now: Timestamp) -> Result<Option<Blob>> {
    let points = |n: Option<u32>| n.map(i64::from);
    app.keep_house(
        "INSERT INTO files_blob (sha256, object, size, media_type, width, height, variants, checked, threat, touched_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (sha256) DO UPDATE SET touched_at = excluded.touched_at",
        vec![
            blob.sha256.clone().into(),
            blob.object.clone().into(),
            (blob.size as i64).into(),
            blob.media_type.clone().into(),
            points(blob.width).into(),
            points(blob.height).into(),
            serde_json::to_string(&blob.variants)?.into(),
            blob.checked.as_str().into(),
            blob.threat.clone().into(),
            now.0.into(),
        ],
    )
    .await?;
    find(app.db().read(), &blob.sha256).await
}

/// The content with this hash.
pub(crate) async fn find<C: ConnectionTrait>(connection: &C, sha256: &str) -> Result<Option<Blob>> {
    let sql = format!("SELECT {COLUMNS} FROM files_blob WHERE sha256 = $1");
    let row: Option<BlobRow> = connection.one(&sql, vec![sha256.into()]).await?;
    row.map(Blob::try_from).transpose()
}

/// Contents after this hash, in order, so many.
pub(crate) async fn after<C: ConnectionTrait>(connection: &C, sha256: &str, count: u32) -> Result<Vec<Blob>> {
    let sql = format!("SELECT {COLUMNS} FROM files_blob WHERE sha256 > $1 ORDER BY sha256 LIMIT {count}");
    let rows: Vec<BlobRow> = connection.all(&sql, vec![sha256.into()]).await?;
    rows.into_iter().map(Blob::try_from).collect()
}

/// Contents the scanner has not seen, those sent last first.
pub(crate) async fn unchecked<C: ConnectionTrait>(connection: &C, count: u32) -> Result<Vec<Blob>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM files_blob WHERE checked = 'unchecked' ORDER BY touched_at DESC, sha256 LIMIT {count}"
    );
    let rows: Vec<BlobRow> = connection.all(&sql, vec![]).await?;
    rows.into_iter().map(Blob::try_from).collect()
}

/// Notes what the scanner said.
pub(crate) async fn note_checked(app: &App, sha256: &str, checked: Checked, threat: &str) -> Result<()> {
    let sql = "UPDATE files_blob SET checked = $2, threat = $3 WHERE sha256 = $1";
    app.keep_house(sql, vec![sha256.into(), checked.as_str().into(), threat.into()]).await?;
    Ok(())
}

/// Adds the pictures made later; says whether the content was still there without any.
pub(crate) async fn add_variants(app: &App, sha256: &str, variants: &[Variant]) -> Result<bool> {
    let sql = "UPDATE files_blob SET variants = $2 WHERE sha256 = $1 AND variants = '[]'";
    let variants = serde_json::to_string(variants)?;
    Ok(app.keep_house(sql, vec![sha256.into(), variants.into()]).await? == 1)
}

/// Contents nothing refers to and nobody touched since.
pub(crate) async fn unused<C: ConnectionTrait>(
    connection: &C,
    since: Timestamp,
    count: u32,
) -> Result<Vec<Blob>> {
    let sql = format!("SELECT {COLUMNS} FROM files_blob WHERE touched_at < $1 AND {UNUSED} LIMIT {count}");
    let rows: Vec<BlobRow> = connection.all(&sql, vec![since.0.into()]).await?;
    rows.into_iter().map(Blob::try_from).collect()
}

/// Forgets a content if at this moment nothing refers to it and nobody has touched it since.
pub(crate) async fn forget(app: &App, sha256: &str, since: Timestamp) -> Result<bool> {
    let sql = format!("DELETE FROM files_blob WHERE sha256 = $1 AND touched_at < $2 AND {UNUSED}");
    Ok(app.keep_house(&sql, vec![sha256.into(), since.0.into()]).await? == 1)
}

/// Which of these objects are contents.
pub(crate) async fn known<C: ConnectionTrait>(connection: &C, objects: &[String]) -> Result<Vec<String>> {
    let sql = format!("SELECT object FROM files_blob WHERE object IN {}", placeholders(1, objects.len()));
    connection.column(&sql, objects.iter().map(|o| Value::from(o.clone())).collect()).await
}

/// How many contents are kept.
pub(crate) async fn count<C: ConnectionTrait>(connection: &C) -> Result<i64> {
    Ok(connection.scalar("SELECT count(*) FROM files_blob", vec![]).await?.unwrap_or_default())
}
