use kernel::Result;
use sea_orm::ConnectionTrait;

use super::File;
use crate::blob;

/// A picture for a page, with the widths it comes in; nothing if the file is none. The page depends on `file:{id}`.
///
/// # Errors
/// The database's.
pub async fn picture<C: ConnectionTrait>(
    connection: &C,
    file: &File,
    alt: &str,
) -> Result<Option<ui::Picture>> {
    let Some(blob) = blob::store::find(connection, &file.blob).await? else { return Ok(None) };
    let (Some(width), Some(height)) = (blob.width, blob.height) else { return Ok(None) };
    let sources = blob.variants.iter().map(|v| (file.variant_url(&v.slug), v.width)).collect();
    Ok(Some(ui::Picture { src: file.url(), width, height, alt: alt.to_owned(), sources }))
}

/// A picture of a document's first page; nothing if there is none, or not yet. The page depends on `file:{id}`.
///
/// # Errors
/// The database's.
pub async fn preview<C: ConnectionTrait>(
    connection: &C,
    file: &File,
    alt: &str,
) -> Result<Option<ui::Picture>> {
    let Some(blob) = blob::store::find(connection, &file.blob).await? else { return Ok(None) };
    let page = blob.variants.iter().find(|v| v.slug == "trang-1");
    Ok(page.map(|v| ui::Picture {
        src: file.variant_url(&v.slug),
        width: v.width,
        height: v.height,
        alt: alt.to_owned(),
        sources: Vec::new(),
    }))
}
