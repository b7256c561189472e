//! The legal calendar: which days count, until when a dossier must be answered, and why.
//!
//! A [`Calendar`] is made from dated [`Holiday`] entries (imported by [`import::read`], editable by officers) and
//! says of each day whether it is worked. [`WorkingHours`] says, for one agency, when on such a day. A [`Term`]
//! is what a procedure promises: 3 working days, 15 days, 8 working hours, 2 months. [`due`] puts the three
//! together for a moment of acceptance and answers with a [`Due`]: the moment, the rule that made it, the steps
//! of the counting and what is uncertain about it. From then on a [`Clock`] carries the deadline through pauses
//! and the one extension.
//!
//! Everything here is pure: no clock is read, nothing is stored. The same arguments give the same answer, so a
//! deadline can be explained years later.

mod clock;
mod due;
mod explain;
mod holidays;
mod hours;
pub mod import;
mod term;
mod walk;

pub use clock::{Clock, ClockError, Extension, Pause, PauseReason, Remaining};
pub use due::{Cutoff, Due, Rule, RuleKind, due};
pub use explain::{Counted, Reason, Step, Warning};
pub use holidays::{Calendar, CalendarError, Clash, DayKind, Holiday, HolidayKind, Status, Weekend};
pub use hours::{DayHours, HoursError, Session, WEEKDAYS, WorkingHours};
pub use term::{Quantity, Term, TermError, Unit, UnknownUnit, parse_unit};
pub use walk::OutOfRange;

#[cfg(test)]
mod tests;
