use base::Id;
use kernel::{Ctx, Error, Result};

use super::{
    add::taken,
    event::Changed,
    model::{Details, Entry},
    store,
};
use crate::{kept, policy};

/// Changes a day of the calendar: what it is, or which day is meant. `version` is the one that was read.
///
/// # Errors
/// [`Error::Forbidden`] without the permission over the whole province; [`Error::NotFound`]; [`Error::Conflict`] when
/// it was changed meanwhile; [`Error::Invalid`] when the new day has an entry already.
pub async fn edit(ctx: &Ctx, id: Id<Entry>, version: i64, details: Details) -> Result<Entry> {
    let mut act = ctx.act(policy::CALENDAR_EDIT).await?;
    policy::require_province(&act)?;
    store::lock(&act).await?;
    let Some(mut entry) = store::find(&act, id).await? else { return Err(Error::NotFound) };
    if entry.version != version {
        return Err(Error::stale());
    }
    if let Some(other) = store::on(&act, details.holiday.date).await?
        && other.id != id
    {
        return Err(taken(&other));
    }
    let before = std::mem::replace(&mut entry.holiday, details.holiday);
    entry.source = details.source;
    store::save(&act, &mut entry).await?;
    act.touch(kept::CALENDAR);
    act.record(&entry, &Changed { before: &before, after: &entry.holiday, source: &entry.source }).await?;
    kernel::snapshot::commit::<kept::Almanac>(act).await?;
    Ok(entry)
}
