use std::{path::Path, process::Stdio, time::Duration};

use base::Id;
use kernel::{App, Ctx, Event, Result};
use serde::Serialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    Files, Kind,
    blob::{self, keep_variant},
    file::{self, File},
    image::Smaller,
};

/// The job's name.
pub(crate) const NAME: &str = "files.preview";
/// How long the process may take by the clock.
const PATIENCE: Duration = Duration::from_secs(20);
/// The largest picture taken from it.
const LARGEST: u64 = 4 * 1024 * 1024;

/// A file got a picture of its first page.
#[derive(Serialize)]
struct Previewed {}

impl Event for Previewed {
    const NAME: &'static str = "files.file.previewed";
}

/// Makes the picture of a document's first page, if it has none and can be drawn.
pub(crate) async fn run(app: App, payload: serde_json::Value) -> Result<()> {
    let files = app.part::<Files>()?;
    let Some(program) = files.renderer() else { return Ok(()) };
    let sha256 = payload.as_str().unwrap_or_default();
    let Some(blob) = blob::store::find(app.db().read(), sha256).await? else { return Ok(()) };
    if !blob.variants.is_empty() || blob.media_type != Kind::Pdf.media_type() {
        return Ok(());
    }
    let Some(document) = files.vault.whole(&blob.object).await? else { return Ok(()) };
    let Some(picture) = draw(&program, document).await else {
        tracing::debug!(sha256, "a document has no picture of its first page");
        return Ok(());
    };
    let variant = keep_variant(&files.vault, "trang-1".to_owned(), picture).await?;
    if !blob::store::add_variants(&app, sha256, std::slice::from_ref(&variant)).await? {
        return files.vault.remove(&variant.object).await;
    }
    // Pages that show the file are made anew.
    let of_this: Vec<Id<File>> = file::store::with_blob(app.db().read(), sha256).await?;
    let mut act = Ctx::system(&app, "files").own_act().await?;
    // All of them may have been removed meanwhile: then there is nothing to say.
    let mut said = false;
    for file in of_this {
        if let Some(file) = file::store::get(&act, file).await? {
            act.record(&file, &Previewed {}).await?;
            said = true;
        }
    }
    if said { act.commit().await } else { Ok(()) }
}

/// Runs the bounded process; nothing if it fails in whatever way.
async fn draw(program: &Path, document: Vec<u8>) -> Option<Smaller> {
    let mut child = tokio::process::Command::new(program)
        .arg("first-page")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .ok()?;
    let (mut to, mut from) = (child.stdin.take()?, child.stdout.take()?.take(LARGEST));
    let talk = async {
        let write = async {
            // It may stop reading: what it answers decides.
            let _ = to.write_all(&document).await;
            drop(to);
        };
        let mut bytes = Vec::new();
        let (_, read) = tokio::join!(write, from.read_to_end(&mut bytes));
        read.ok()?;
        child.wait().await.ok()?.success().then_some(bytes)
    };
    let bytes = tokio::time::timeout(PATIENCE, talk).await.ok()??;
    let (width, height) =
        image::ImageReader::with_format(std::io::Cursor::new(&bytes), image::ImageFormat::WebP)
            .into_dimensions()
            .ok()?;
    Some(Smaller { width, height, bytes })
}
