//! Taking an entry back from review, or from its planned publication.

use base::Id;
use kernel::{Act, Ctx, Error, Event, Result};
use serde::Serialize;

use super::{model::Entry, store};
use crate::policy;

#[derive(Serialize)]
struct TakenBack {
    revision: i64,
}

impl Event for TakenBack {
    const NAME: &'static str = "portal.entry.taken_back";
}

/// Takes the entry back, so that it can be edited again.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a stale `version` or when there is nothing to take back.
pub async fn take_back(ctx: &Ctx, id: Id<Entry>, version: i64) -> Result<Entry> {
    let mut act = ctx.act(policy::ENTRY_WRITE).await?;
    let mut entry = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(entry.deciding_path(act.now().local_date()))?;
    if entry.version != version {
        return Err(Error::stale());
    }
    keep(&mut act, &mut entry).await?;
    act.commit().await?;
    Ok(entry)
}

/// Takes it back within an act.
///
/// # Errors
/// [`Error::Conflict`] when there is nothing to take back; the database's.
pub(super) async fn keep(act: &mut Act, entry: &mut Entry) -> Result<()> {
    entry.take_back(act.now())?;
    store::save(act, entry).await?;
    act.record(entry, &TakenBack { revision: entry.revision }).await
}
