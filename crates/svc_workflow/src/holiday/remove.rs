use base::Id;
use kernel::{Ctx, Error, Result};

use super::{event::Removed, model::Entry, store};
use crate::{kept, policy};

/// Takes a day out of the calendar: it is again what its weekday says. `version` is the one that was read.
///
/// # Errors
/// [`Error::Forbidden`] without the permission over the whole province; [`Error::NotFound`]; [`Error::Conflict`] when
/// it was changed meanwhile.
pub async fn remove(ctx: &Ctx, id: Id<Entry>, version: i64) -> Result<Entry> {
    let mut act = ctx.act(policy::CALENDAR_EDIT).await?;
    policy::require_province(&act)?;
    store::lock(&act).await?;
    let Some(entry) = store::find(&act, id).await? else { return Err(Error::NotFound) };
    if entry.version != version {
        return Err(Error::stale());
    }
    store::remove(&act, &entry).await?;
    act.touch(kept::CALENDAR);
    act.record(&entry, &Removed { holiday: &entry.holiday }).await?;
    kernel::snapshot::commit::<kept::Almanac>(act).await?;
    Ok(entry)
}
