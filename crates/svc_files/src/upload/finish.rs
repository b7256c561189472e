use std::path::Path;

use futures_util::StreamExt as _;
use kernel::{App, Error, Result};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use ui::Message;

use super::{
    Upload, create,
    model::gone,
    store::{self, Sender},
};
use crate::{
    Files, Kind, Purpose,
    blob::{self, Blob, Checked, Extra},
    image, kind, name,
    said::{refuse, said},
    scan,
    vault::Draft,
};

/// A file that arrived whole and was found good: it waits a day for something to take it.
#[derive(Clone, Debug)]
pub struct Received {
    /// The upload, by which it is taken: [`crate::attach`].
    pub upload: base::Id<Upload>,
    /// The name it will have.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// What it is.
    pub kind: Kind,
    /// Whether the virus scanner has yet to see it.
    pub waits: bool,
}

/// Finishes an upload of which all is here: looks at the content, makes pictures anew, keeps it. Doing it again
/// changes nothing. A content that is refused is removed, and the upload with it.
///
/// # Errors
/// The refusal in words; [`kernel::Error::Unavailable`] when the place for files does not answer, and the upload stays.
pub async fn finish(app: &App, upload: &Upload) -> Result<Received> {
    if let Some(sha256) = &upload.blob {
        return received(app, upload, sha256).await;
    }
    if upload.length.is_some_and(|length| length != upload.offset) {
        return Err(Error::Conflict(Message::new("files.refuse.unfinished")));
    }
    let outcome = examine(app, upload).await;
    match &outcome {
        // Somebody else may have finished it at the same time and taken the pieces away.
        Err(error) if said(error).is_some() => {
            let again = store::find(app.db().read(), upload.id, Sender::Program).await?;
            if let Some(again) = again
                && let Some(sha256) = &again.blob
            {
                return received(app, &again, sha256).await;
            }
            create::terminate(app, upload.id).await?;
        }
        _ => {}
    }
    outcome
}

async fn received(app: &App, upload: &Upload, sha256: &str) -> Result<Received> {
    let blob = blob::store::find(app.db().read(), sha256).await?.ok_or_else(gone)?;
    Ok(describe(app, upload.id, upload.name.clone(), &blob))
}

fn describe(app: &App, upload: base::Id<Upload>, name: String, blob: &Blob) -> Received {
    Received {
        upload,
        name,
        size: blob.size,
        kind: Kind::of_media_type(&blob.media_type),
        waits: !app.config().clamav.is_empty() && blob.checked == Checked::Unchecked,
    }
}

async fn examine(app: &App, upload: &Upload) -> Result<Received> {
    let files = app.part::<Files>()?;
    let purpose = files.purpose(&upload.purpose)?;
    create::require_size(app, &purpose, upload.offset)?;
    let draft = Draft(files.vault.bench());
    let sha256 = put_together(app, &files, upload, &draft.0).await?;
    let good = look(&files, draft, sha256, upload, purpose).await?;
    let blob = blob::keep(app, &files.vault, &good.draft.0, good.sha256, good.extra).await?;
    let blob = scan::at_once(app, &files, blob).await?;
    store::set_length(app, upload.id, upload.offset).await?;
    store::set_blob(app, upload.id, &blob.sha256, &good.name).await?;
    // Counted no longer, so a failure here costs space for a day and nothing else.
    let parts = store::parts(app.db().read(), upload.id).await?;
    store::remove_parts(app, upload.id).await?;
    for part in parts {
        files.vault.remove(&part.object).await?;
    }
    Ok(describe(app, upload.id, good.name, &blob))
}

/// Writes the pieces into one file, in order, and says what it hashes to.
async fn put_together(app: &App, files: &Files, upload: &Upload, path: &Path) -> Result<String> {
    let failed = |e: std::io::Error| Error::internal(format!("putting a file together: {e}"));
    let mut whole = tokio::fs::File::create(path).await.map_err(failed)?;
    let mut digest = Sha256::new();
    let mut reached = 0;
    for part in store::parts(app.db().read(), upload.id).await? {
        let Some(mut flow) = files.vault.flow(&part.object, None).await? else { return Err(gone()) };
        let mut length = 0;
        while let Some(bytes) = flow.next().await {
            let bytes = bytes.map_err(|e| Error::Unavailable(e.into()))?;
            length += bytes.len() as i64;
            digest.update(&bytes);
            whole.write_all(&bytes).await.map_err(failed)?;
        }
        if part.at != reached || part.length != length {
            return Err(gone());
        }
        reached += length;
    }
    if reached.unsigned_abs() != upload.offset {
        return Err(gone());
    }
    whole.flush().await.map_err(failed)?;
    Ok(hex::encode(digest.finalize()))
}

/// A file found good, as it will be kept.
struct Good {
    draft: Draft,
    sha256: String,
    name: String,
    extra: Extra,
}

async fn look(
    files: &Files,
    draft: Draft,
    sha256: String,
    upload: &Upload,
    purpose: Purpose,
) -> Result<Good> {
    // Few at a time: pictures take memory while they are open.
    let _turn = files.work.acquire().await.map_err(|e| Error::internal(e.to_string()))?;
    let (given, declared) = (upload.name.clone(), upload.declared.clone());
    let remade = Draft(files.vault.bench());
    let work = move || -> Result<Good> {
        let kind = kind::judge(kind::sniff(&draft.0)?, &given, &declared, &purpose)?;
        if !(purpose.remake && kind.is_image()) {
            let extra = Extra { media_type: kind.media_type(), ..Extra::default() };
            return Ok(Good { draft, sha256, name: given, extra });
        }
        let picture = image::remake(&draft.0, kind)?;
        std::fs::write(&remade.0, &picture.bytes)
            .map_err(|e| Error::internal(format!("a picture made anew: {e}")))?;
        let extra = Extra {
            media_type: picture.kind.media_type(),
            width: Some(picture.width),
            height: Some(picture.height),
            smaller: picture.smaller,
        };
        let name = match kind == picture.kind {
            true => given,
            false => name::with_ending(&given, picture.kind.extension()),
        };
        Ok(Good { draft: remade, sha256: hex::encode(Sha256::digest(&picture.bytes)), name, extra })
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(good) => good,
        // A decoder that panics on a picture made to break it has refused it.
        Err(error) if error.is_panic() => {
            Err(refuse(Message::new("files.refuse.image_broken").with("kind", "JPEG/PNG/WebP/GIF")))
        }
        Err(error) => Err(Error::internal(error.to_string())),
    }
}
