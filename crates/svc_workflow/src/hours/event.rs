//! What happened to working hours.

use base::LocalDate;
use kernel::Event;
use serde::Serialize;

use crate::calendar::WorkingHours;

/// Hours were set from a day on.
#[derive(Debug, Serialize)]
pub struct HoursSet<'a> {
    /// The first day.
    pub from: LocalDate,
    /// The hours.
    pub hours: &'a WorkingHours,
}

impl Event for HoursSet<'_> {
    const NAME: &'static str = "workflow.hours.set";
}
