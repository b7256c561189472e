//! Writing on.

use base::Id;
use kernel::{Act, Ctx, Error, Event, Result};
use serde::Serialize;

use super::{content::Content, model::Entry, store, translation};
use crate::{media, policy};

#[derive(Serialize)]
struct Edited {
    revision: i64,
}

impl Event for Edited {
    const NAME: &'static str = "portal.entry.edited";
}

/// Refuses what the library holds for other sites only: a site's pictures and documents are its own until it shares them.
pub(super) async fn own_or_shared(act: &Act, content: &Content) -> Result<()> {
    if media::foreign(act, act.actor(), &content.media()).await?.is_empty() {
        return Ok(());
    }
    let mut form = content.to_form();
    form.reject("", "portal.entry.wrong.media_foreign");
    Err(Error::Invalid(Box::new(form)))
}

/// Keeps another revision; what the public sees does not change. Saving what is there already changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a stale `version`, an entry that waits for a decision, or an original in a
/// language into which it was translated; [`Error::Invalid`] when it shows what another site does not share.
pub async fn edit(ctx: &Ctx, id: Id<Entry>, version: i64, content: Content) -> Result<Entry> {
    let mut act = ctx.act(policy::ENTRY_WRITE).await?;
    let mut entry = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(entry.deciding_path(act.now().local_date()))?;
    if entry.version != version {
        return Err(Error::stale());
    }
    translation::stays_apart(&act, &entry, &content).await?;
    own_or_shared(&act, &content).await?;
    let by = ctx.actor().account_id();
    if !entry.edit(content, by, act.now())? {
        return Ok(entry);
    }
    store::add_revision(&act, &entry, by).await?;
    store::save(&act, &mut entry).await?;
    act.record(&entry, &Edited { revision: entry.revision }).await?;
    act.commit().await?;
    Ok(entry)
}
