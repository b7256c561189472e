use base::Id;
use bytes::Bytes;
use futures_util::StreamExt as _;
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{Upload, create, model::gone};
use crate::{
    Files,
    blob::{self, Checked},
};

/// Reads a finished upload of the actor's that nothing has taken yet: its name and its content, whole in memory. For
/// lists that are shown before they are written; the purpose they were sent for bounds their size.
///
/// # Errors
/// 410 in words when it is not finished, expired, taken or somebody else's; [`Error::Conflict`] when the virus scanner
/// found something.
pub async fn peek(ctx: &Ctx, id: Id<Upload>) -> Result<(String, Bytes)> {
    let upload = match create::find(ctx, id).await {
        Err(Error::NotFound) => Err(gone()),
        found => found,
    }?;
    let sha256 = upload.blob.as_deref().ok_or_else(gone)?;
    let kept = blob::store::find(ctx.read(), sha256).await?.ok_or_else(gone)?;
    if kept.checked == Checked::Infected {
        return Err(Error::Conflict(Message::new("files.infected").with("threat", &kept.threat)));
    }
    let Some(mut flow) = ctx.app().part::<Files>()?.vault.flow(&kept.object, None).await? else {
        return Err(gone());
    };
    let mut content = Vec::with_capacity(usize::try_from(kept.size).unwrap_or_default());
    while let Some(piece) = flow.next().await {
        content.extend_from_slice(&piece.map_err(|e| Error::Unavailable(e.into()))?);
    }
    Ok((upload.name, Bytes::from(content)))
}
