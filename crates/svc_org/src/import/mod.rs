//! Loading many agencies at once: the model province the program carries, and files of territorial units.

mod larger;
mod model_province;
pub(crate) mod slugs;
mod unit_rows;
mod units;

use base::LocalDate;
pub use ui::Rejected;

pub use larger::load_larger_province;
pub use model_province::{Summary, load_model_province};
pub use units::import_units;

/// How a file is taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Rows without dates may rename the units that have their codes today.
    pub renames: bool,
    /// Say what would happen, and change nothing.
    pub dry_run: bool,
}

/// What became of the rows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Units that were not there before.
    pub added: usize,
    /// Units that were there and are now as the file says.
    pub changed: usize,
    /// Units that were there as the file says.
    pub unchanged: usize,
    /// Rows that were left out, in the order of the file.
    pub rejected: Vec<Rejected>,
    /// Columns of the file that say nothing to this program.
    pub unknown_columns: Vec<String>,
    /// Each change, from what to what.
    pub changes: Vec<String>,
}

/// A date that may be known only to the month or the year: `2025-02`, `2025`. As a first day it means the earliest
/// day of that time, as a last day the latest.
fn rough_day(text: &str, last: bool) -> Option<LocalDate> {
    let first = match text.len() {
        4 => LocalDate::parse(&format!("{text}-01-01")),
        7 => LocalDate::parse(&format!("{text}-01")),
        _ => return LocalDate::parse(text).ok(),
    }
    .ok()?;
    if !last {
        return Some(first);
    }
    let months = if text.len() == 4 { 12 } else { 1 };
    // Long enough to be in the month after, whatever the lengths, and back to its first day.
    let beyond = first.plus_days(31 * months).0.replace_day(1).ok()?;
    Some(LocalDate(beyond).previous())
}
