use std::collections::BTreeSet;

use kernel::{Ctx, Error, Result, new_id};

use super::{event::Added, model::Entry, store};
use crate::{
    calendar::{Calendar, Holiday, Weekend, import},
    kept, policy,
};

const MODEL: &str = include_str!("../../../../data/holidays.csv");

/// The calendar as shipped, for questions asked where none has been entered yet.
///
/// # Errors
/// [`Error::Internal`] when the shipped file is damaged.
pub fn model_calendar() -> Result<Calendar> {
    Calendar::new(model()?, Weekend::SaturdaySunday)
        .map_err(|e| Error::internal(format!("the model holidays: {e}")))
}

fn model() -> Result<Vec<Holiday>> {
    let (holidays, rejected) = import::read(MODEL.as_bytes());
    match rejected.first() {
        Some(row) => {
            Err(Error::internal(format!("line {} of the model holidays: {}", row.line, row.reason_key)))
        }
        None => Ok(holidays),
    }
}

/// Enters the model province's holidays and says how many were new. Years of which anything is known already are left
/// alone, so that loading again neither doubles a day nor brings back one that an officer removed.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but the program itself and administrators of the whole province; the database's.
pub async fn load_model_holidays(ctx: &Ctx) -> Result<usize> {
    let holidays = model()?;
    let mut act = ctx.act(policy::CALENDAR_EDIT).await?;
    policy::require_province(&act)?;
    store::lock(&act).await?;
    let known: BTreeSet<i32> = store::load(&act).await?.iter().map(|e| e.holiday.date.0.year()).collect();
    let entries: Vec<Entry> = holidays
        .into_iter()
        .filter(|holiday| !known.contains(&holiday.date.0.year()))
        .map(|holiday| Entry { id: new_id(), holiday, source: String::new(), version: 1 })
        .collect();
    if entries.is_empty() {
        return Ok(0);
    }
    store::insert(&act, &entries).await?;
    act.touch(kept::CALENDAR);
    for entry in &entries {
        act.record(entry, &Added { holiday: &entry.holiday, source: &entry.source }).await?;
    }
    kernel::snapshot::commit::<kept::Almanac>(act).await?;
    Ok(entries.len())
}
