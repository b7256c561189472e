//! What happened to days of the calendar.

use kernel::Event;
use serde::Serialize;

use crate::calendar::Holiday;

/// A day was entered.
#[derive(Debug, Serialize)]
pub struct Added<'a> {
    /// The day.
    pub holiday: &'a Holiday,
    /// Where it is decided.
    pub source: &'a str,
}

impl Event for Added<'_> {
    const NAME: &'static str = "workflow.holiday.added";
}

/// A day was changed.
#[derive(Debug, Serialize)]
pub struct Changed<'a> {
    /// What it was.
    pub before: &'a Holiday,
    /// What it is.
    pub after: &'a Holiday,
    /// Where that is decided.
    pub source: &'a str,
}

impl Event for Changed<'_> {
    const NAME: &'static str = "workflow.holiday.changed";
}

/// A day is again what its weekday says.
#[derive(Debug, Serialize)]
pub struct Removed<'a> {
    /// What it was.
    pub holiday: &'a Holiday,
}

impl Event for Removed<'_> {
    const NAME: &'static str = "workflow.holiday.removed";
}
