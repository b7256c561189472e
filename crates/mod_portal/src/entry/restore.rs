//! Going back to an earlier revision.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{model::Entry, store, translation};
use crate::policy;

#[derive(Serialize)]
struct Restored {
    revision: i64,
    from: i64,
}

impl Event for Restored {
    const NAME: &'static str = "portal.entry.restored";
}

/// Makes another revision that says what an earlier one said; nothing in between is lost.
///
/// # Errors
/// [`Error::NotFound`] without such a revision; [`Error::Conflict`] for a stale `version` or an entry that waits for a
/// decision.
pub async fn restore(ctx: &Ctx, id: Id<Entry>, version: i64, number: i64) -> Result<Entry> {
    let mut act = ctx.act(policy::ENTRY_WRITE).await?;
    let mut entry = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(entry.deciding_path(act.now().local_date()))?;
    if entry.version != version {
        return Err(Error::stale());
    }
    let content = store::work::revision(&act, id, number).await?.ok_or(Error::NotFound)?;
    translation::stays_apart(&act, &entry, &content).await?;
    let by = ctx.actor().account_id();
    if !entry.edit(content, by, act.now())? {
        return Ok(entry);
    }
    store::add_revision(&act, &entry, by).await?;
    store::save(&act, &mut entry).await?;
    act.record(&entry, &Restored { revision: entry.revision, from: number }).await?;
    act.commit().await?;
    Ok(entry)
}
