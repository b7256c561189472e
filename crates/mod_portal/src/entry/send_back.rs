//! Returning an entry to its writer.

use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{desk, model::Entry, store};
use crate::{officers, policy};

#[derive(Serialize)]
struct Returned {
    revision: i64,
    reason: Uuid,
}

impl Event for Returned {
    const NAME: &'static str = "portal.entry.returned";
}

/// Returns the entry with the reason, which its writer reads.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or when
/// it does not wait for a decision.
pub async fn send_back(ctx: &Ctx, id: Id<Entry>, version: i64, reason: &str) -> Result<Entry> {
    let mut act = ctx.act(policy::ENTRY_PUBLISH).await?;
    let mut entry = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(entry.deciding_path(act.now().local_date()))?;
    if entry.version != version {
        return Err(Error::stale());
    }
    entry.send_back(ctx.actor().account_id(), act.now())?;
    let row = new_id::<()>().uuid();
    store::save(&act, &mut entry).await?;
    store::add_reason(&act, row, &entry, act.now(), reason).await?;
    act.record(&entry, &Returned { revision: entry.revision, reason: row }).await?;
    let told = officers::Told {
        kind: officers::ENTRY_RETURNED,
        values: &[("title", entry.content.title.clone())],
        path: desk::path(id),
        agency: entry.agency,
        once: None,
    };
    officers::tell(&mut act, &entry.hands, &told).await?;
    act.commit().await?;
    Ok(entry)
}
