//! Files as pages show them, many at a time.

use std::collections::HashMap;

use base::Id;
use kernel::{
    Result,
    db::{FromQueryResult, Queries as _, placeholders},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{File, store};
use crate::{Kind, blob::Variant};

/// A file with what is known of its content. A page that shows it depends on `file:{id}`.
#[derive(Clone, Debug)]
pub struct Look {
    /// The file.
    pub file: File,
    /// Its size in bytes.
    pub size: u64,
    /// What its kind is called: `PDF`, `DOCX`.
    pub label: &'static str,
    /// It as a picture with the widths it comes in, if it is one; without words on what it shows.
    pub picture: Option<ui::Picture>,
    /// A picture of its first page, if it is a document and was drawn.
    pub preview: Option<ui::Picture>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    size: i64,
    media_type: String,
    width: Option<i64>,
    height: Option<i64>,
    variants: String,
}

/// These files in two statements, whoever asks: whether they may be shown is the subject's module's to know. Removed ones
/// are left out.
///
/// # Errors
/// The database's.
pub async fn looks<C: ConnectionTrait>(connection: &C, ids: &[Id<File>]) -> Result<HashMap<Id<File>, Look>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let files = store::get_all(connection, ids).await?;
    let sql = format!(
        "SELECT f.id, b.size, b.media_type, b.width, b.height, b.variants FROM files_file f \
         JOIN files_blob b ON b.sha256 = f.blob WHERE f.id IN {} AND f.deleted_at IS NULL",
        placeholders(1, ids.len())
    );
    let rows: Vec<Row> = connection.all(&sql, ids.iter().map(|id| id.uuid().into()).collect()).await?;
    let mut known: HashMap<Uuid, Row> = rows.into_iter().map(|row| (row.id, row)).collect();
    let mut looks = HashMap::with_capacity(files.len());
    for file in files {
        if let Some(row) = known.remove(&file.id.uuid()) {
            looks.insert(file.id, look(file, row)?);
        }
    }
    Ok(looks)
}

fn look(file: File, row: Row) -> Result<Look> {
    let variants: Vec<Variant> = serde_json::from_str(&row.variants)?;
    let points = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
    let picture = points(row.width).zip(points(row.height)).map(|(width, height)| ui::Picture {
        src: file.url(),
        width,
        height,
        alt: String::new(),
        sources: variants.iter().map(|v| (file.variant_url(&v.slug), v.width)).collect(),
    });
    let page = variants.iter().find(|v| v.slug == "trang-1").filter(|_| picture.is_none());
    let preview = page.map(|v| ui::Picture {
        src: file.variant_url(&v.slug),
        width: v.width,
        height: v.height,
        alt: String::new(),
        sources: Vec::new(),
    });
    let label = Kind::of_media_type(&row.media_type).label();
    Ok(Look { file, size: row.size.unsigned_abs(), label, picture, preview })
}
