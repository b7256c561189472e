use std::ops::Range;

use base::Id;
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{File, store};
use crate::{
    Files,
    blob::{self, Blob, Checked},
    vault::Flow,
};

/// A file about to be read.
pub struct Opened {
    /// The file.
    pub file: File,
    pub(super) blob: Blob,
}

/// Opens a file for somebody, if they may: it is public, theirs, or they hold its permission over its agency.
///
/// # Errors
/// [`Error::NotFound`] for all others; [`Error::Conflict`] while the virus scanner has not seen it, and when it found
/// something.
pub async fn open(ctx: &Ctx, id: Id<File>) -> Result<Opened> {
    let file = store::visible_to(ctx.app(), ctx.actor(), id).await?.ok_or(Error::NotFound)?;
    let blob = blob::store::find(ctx.read(), &file.blob).await?.ok_or(Error::NotFound)?;
    if blob.checked == Checked::Infected {
        return Err(Error::Conflict(Message::new("files.infected").with("threat", &blob.threat)));
    }
    let own = ctx.actor().account_id().is_some() && file.owner == ctx.actor().account_id();
    if ctx.app().part::<Files>()?.scanner.is_some() && blob.checked == Checked::Unchecked && !own {
        return Err(Error::Conflict(Message::new("files.waiting")));
    }
    Ok(Opened { file, blob })
}

impl Opened {
    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.blob.size
    }

    /// Its media type.
    pub fn media_type(&self) -> &str {
        &self.blob.media_type
    }

    /// The hash of its content, SHA-256 in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.blob.sha256
    }

    /// Its bytes, or those of a range.
    ///
    /// # Errors
    /// [`Error::Internal`] when the content is missing, which `songcau doctor` explains.
    pub async fn flow(&self, ctx: &Ctx, range: Option<Range<u64>>) -> Result<Flow> {
        flow(ctx, &self.blob.object, range).await
    }
}

pub(super) async fn flow(ctx: &Ctx, object: &str, range: Option<Range<u64>>) -> Result<Flow> {
    let files = ctx.app().part::<Files>()?;
    let flow = files.vault.flow(object, range).await?;
    flow.ok_or_else(|| Error::internal("the content of a file is missing: run `songcau doctor`"))
}
