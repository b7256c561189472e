use std::sync::Arc;

use base::LocalDate;
use kernel::{Ctx, Error, Result, new_id};
use uuid::Uuid;

use super::{event::HoursSet, model::Period, store};
use crate::{calendar::WorkingHours, kept, policy};

/// Sets the hours of an agency from a day on; `version` is that of the period beginning on that day as it was read, 0
/// where there was none. What is due already keeps its deadline.
///
/// # Errors
/// [`Error::Forbidden`] without the permission over the agency; [`Error::Conflict`] when somebody else set hours from
/// that day meanwhile.
pub async fn set(
    ctx: &Ctx,
    agency: Uuid,
    agency_path: &str,
    from: LocalDate,
    hours: WorkingHours,
    version: i64,
) -> Result<Period> {
    let mut act = ctx.act(policy::HOURS_EDIT).await?;
    act.require(agency_path)?;
    let known = store::find(&act, agency, from).await?;
    if known.as_ref().map_or(0, |period| period.version) != version {
        return Err(Error::stale());
    }
    let id = known.map_or_else(new_id, |period| period.id);
    let period = Period { id, agency, from, hours: Arc::new(hours), version: version + 1 };
    store::save(&act, &period).await?;
    act.touch(kept::CALENDAR);
    act.record(&period, &HoursSet { from, hours: &period.hours }).await?;
    kept::commit(act).await?;
    Ok(period)
}
