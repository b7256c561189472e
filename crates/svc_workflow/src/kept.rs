//! The calendar and the hours this program has in memory, and how they stay true.

use std::sync::Arc;

use base::LocalDate;
use kernel::{App, Error, Result, Snapshot, Task, snapshot};

use crate::{
    calendar::{Calendar, Weekend, WorkingHours},
    holiday::{self, Entry},
    hours::{self, Book},
};

/// The key of cached pages that show the calendar: every act of this crate touches it.
pub(crate) const CALENDAR: &str = "calendar";

/// Everything deadlines rest on, at one moment.
pub(crate) struct Almanac {
    pub(crate) calendar: Arc<Calendar>,
    /// The same days with what only editors see, by day.
    pub(crate) entries: Vec<Entry>,
    pub(crate) hours: Book,
}

impl Snapshot for Almanac {
    const SUBJECTS: &'static [&'static str] = &["holiday", "hours"];

    fn load(app: &App) -> Task<'_, Self> {
        Box::pin(async move {
            let entries = holiday::store::load(app.db().read()).await?;
            let days = entries.iter().map(|entry| entry.holiday.clone());
            let calendar =
                Calendar::new(days, Weekend::default()).map_err(|e| Error::internal(e.to_string()))?;
            let hours = Book::new(hours::store::load(app.db().read()).await?);
            Ok(Self { calendar: Arc::new(calendar), entries, hours })
        })
    }

    fn changed(&self, _: &Self) -> Vec<String> {
        vec![CALENDAR.to_owned()]
    }
}

/// The province's legal calendar as it is now.
///
/// # Errors
/// When this crate's module was not started.
pub fn calendar_of(app: &App) -> Result<Arc<Calendar>> {
    Ok(Arc::clone(&almanac(app)?.calendar))
}

/// The working hours on that day of the agency with this path: its own, else those of the nearest agency above it
/// that has any, else the province's usual ones ([`WorkingHours::default`]).
///
/// # Errors
/// When this crate's module was not started.
pub fn hours_of(app: &App, agency_path: &str, day: LocalDate) -> Result<Arc<WorkingHours>> {
    Ok(almanac(app)?.hours.of(agency_path, day))
}

/// The working hours of the province's own government on that day: what holds where no agency is meant.
///
/// # Errors
/// When this crate's module or the organisation's was not started.
pub fn province_hours(app: &App, day: LocalDate) -> Result<Arc<WorkingHours>> {
    let tree = svc_org::tree(app)?;
    hours_of(app, tree.root(day).map_or("", |root| root.path.as_str()), day)
}

pub(crate) fn almanac(app: &App) -> Result<Arc<Almanac>> {
    snapshot::current(app)
}
