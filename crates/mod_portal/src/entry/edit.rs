//! Writing on.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{content::Content, model::Entry, store, translation};
use crate::policy;

#[derive(Serialize)]
struct Edited {
    revision: i64,
}

impl Event for Edited {
    const NAME: &'static str = "portal.entry.edited";
}

/// Keeps another revision; what the public sees does not change. Saving what is there already changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a stale `version`, an entry that waits for a decision, or an original in a
/// language into which it was translated.
pub async fn edit(ctx: &Ctx, id: Id<Entry>, version: i64, content: Content) -> Result<Entry> {
    let mut act = ctx.act(policy::ENTRY_WRITE).await?;
    let mut entry = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(entry.deciding_path(act.now().local_date()))?;
    if entry.version != version {
        return Err(Error::stale());
    }
    translation::stays_apart(&act, &entry, &content).await?;
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
