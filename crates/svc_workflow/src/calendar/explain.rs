//! What a deadline can say for itself.

use base::LocalDate;
use serde::{Deserialize, Serialize};

/// How much of the term a step used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Nothing: the day is skipped.
    Nothing,
    /// The morning of the last day.
    HalfDay,
    /// One working day.
    Day,
    /// This many days of the calendar.
    CalendarDays(u32),
    /// This many seconds of working time.
    Seconds(u32),
}

/// Why a day counts or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The day of acceptance, after which counting begins.
    Received,
    /// Accepted outside hours: counted as accepted at the next opening.
    OutOfHours,
    /// Accepted after the hour until which a same-day procedure is answered the same day.
    AfterCutoff,
    /// An ordinary working day.
    WorkingDay,
    /// A rest day worked in exchange.
    MakeupWork(String),
    /// A weekly day of rest.
    Weekend,
    /// A public holiday or a day in lieu, by name.
    Holiday(String),
    /// A working day exchanged away, by name.
    SwapOff(String),
    /// Days of a term in calendar days or months: all count.
    CalendarDays,
}

impl Reason {
    /// Key of the text that tells it; `{name}` in it is the name of the day.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Received => "workflow.reason.received",
            Self::OutOfHours => "workflow.reason.out_of_hours",
            Self::AfterCutoff => "workflow.reason.after_cutoff",
            Self::WorkingDay => "workflow.reason.working_day",
            Self::MakeupWork(_) => "workflow.reason.makeup_work",
            Self::Weekend => "workflow.reason.weekend",
            Self::Holiday(_) => "workflow.reason.holiday",
            Self::SwapOff(_) => "workflow.reason.swap_off",
            Self::CalendarDays => "workflow.reason.calendar_days",
        }
    }
}

/// One line of the counting. `from` and `to` are the same day, except for a run of calendar days.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Step {
    /// First day of the step.
    pub from: LocalDate,
    /// Last day of the step.
    pub to: LocalDate,
    /// How much of the term it used.
    pub counted: Counted,
    /// Why.
    pub reason: Reason,
}

/// What is uncertain about an answer. The answer stands; it may move when the calendar is completed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// The counting reached a year whose holidays have not been entered; only weekends were skipped there.
    YearNotCovered(i32),
    /// The counting rests on a day that is forecast, not decided.
    Projected {
        /// The day.
        date: LocalDate,
        /// Its name.
        name: String,
    },
}

impl Warning {
    /// Key of the text that tells it, with `{year}`, or `{date}` and `{name}`.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::YearNotCovered(_) => "workflow.warning.year_not_covered",
            Self::Projected { .. } => "workflow.warning.projected",
        }
    }
}
