use std::sync::Arc;

use base::LocalDate;
use kernel::{Ctx, Error, Result, new_id};
use svc_org::Agency;

use super::{event::HoursSet, model::Period, store};
use crate::{calendar::WorkingHours, kept, policy};

/// Sets the hours of an agency from a day on. `seen` is how often they had been set when the form was opened
/// ([`Book::times_set`](super::Book::times_set)). What is due already keeps its deadline.
///
/// # Errors
/// [`Error::Forbidden`] without the permission over the agency; [`Error::Conflict`] when somebody else set hours of
/// this agency meanwhile.
pub async fn set(
    ctx: &Ctx,
    agency: &Agency,
    from: LocalDate,
    hours: WorkingHours,
    seen: i64,
) -> Result<Period> {
    let mut act = ctx.act(policy::HOURS_EDIT).await?;
    act.require(&agency.path)?;
    let id = agency.id.uuid();
    if store::times_set(&act, id).await? != seen {
        return Err(Error::stale());
    }
    let known = store::find(&act, id, from).await?;
    let period = Period {
        id: known.as_ref().map_or_else(new_id, |period| period.id),
        agency: id,
        from,
        hours: Arc::new(hours),
        version: known.map_or(0, |period| period.version) + 1,
    };
    store::save(&act, &period).await?;
    act.touch(kept::CALENDAR);
    act.record(&period, &HoursSet { from, hours: &period.hours }).await?;
    kernel::snapshot::commit::<kept::Almanac>(act).await?;
    Ok(period)
}
