use std::path::Path;

use bytes::Bytes;
use kernel::{App, Error, Result, new_id};
use sha2::{Digest as _, Sha256};

use super::{BLOBS, Blob, Checked, VARIANTS, Variant, store};
use crate::{image::Smaller, vault::Vault};

/// What was found out about a content besides its bytes.
#[derive(Default)]
pub(crate) struct Extra {
    pub(crate) media_type: &'static str,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    pub(crate) smaller: Vec<Smaller>,
}

/// Keeps a finished file under its hash. The bytes are durable before the row is written; if the same content is kept
/// already, that one is returned and this one let go.
pub(crate) async fn keep(
    app: &App,
    vault: &Vault,
    file: &Path,
    sha256: String,
    extra: Extra,
) -> Result<Blob> {
    let failed = |e: std::io::Error| Error::internal(format!("a file just received: {e}"));
    let size = tokio::fs::metadata(file).await.map_err(failed)?.len();
    // An identifier of its own: sweeping the same content at this moment removes another object.
    let object = format!("{BLOBS}/{}/{sha256}-{}", &sha256[..2], new_id::<()>());
    vault.keep(&object, file).await?;
    let variants = keep_smaller(vault, extra.smaller).await?;
    let blob = Blob {
        sha256,
        object,
        size,
        media_type: extra.media_type.to_owned(),
        width: extra.width,
        height: extra.height,
        variants,
        checked: Checked::Unchecked,
        threat: String::new(),
    };
    let kept = store::enter(app, &blob, app.clock().now()).await?;
    let kept = kept.ok_or_else(|| Error::internal("a content just entered is gone"))?;
    if kept.object != blob.object {
        vault.remove(&blob.object).await?;
        for variant in &blob.variants {
            vault.remove(&variant.object).await?;
        }
    }
    Ok(kept)
}

async fn keep_smaller(vault: &Vault, smaller: Vec<Smaller>) -> Result<Vec<Variant>> {
    let mut variants = Vec::new();
    for picture in smaller {
        let slug = format!("rong-{}", picture.width);
        variants.push(keep_variant(vault, slug, picture).await?);
    }
    Ok(variants)
}

/// Keeps one picture made from a content.
pub(crate) async fn keep_variant(vault: &Vault, slug: String, picture: Smaller) -> Result<Variant> {
    let object = format!("{VARIANTS}/{}", new_id::<()>());
    let Smaller { width, height, bytes } = picture;
    let (size, sha256) = (bytes.len() as u64, hex::encode(Sha256::digest(&bytes)));
    vault.put(&object, Bytes::from(bytes)).await?;
    Ok(Variant { slug, width, height, size, sha256, object })
}
