use serde::{Deserialize, Serialize};

use crate::LocalDate;

/// The days on which something holds, both ends included; an open end is unbounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Validity {
    from: Option<LocalDate>,
    to: Option<LocalDate>,
}

/// The last day lies before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("validity ends before it begins")]
pub struct ValidityError;

impl Validity {
    /// Holds on every day.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// From `from` to `to`, both included.
    ///
    /// # Errors
    /// [`ValidityError`] when `to` lies before `from`.
    pub fn new(from: Option<LocalDate>, to: Option<LocalDate>) -> Result<Self, ValidityError> {
        match (from, to) {
            (Some(from), Some(to)) if to < from => Err(ValidityError),
            _ => Ok(Self { from, to }),
        }
    }

    /// The first day, if bounded.
    pub const fn from(&self) -> Option<LocalDate> {
        self.from
    }

    /// The last day, if bounded.
    pub const fn to(&self) -> Option<LocalDate> {
        self.to
    }

    /// Whether it holds on `day`.
    pub fn contains(&self, day: LocalDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether there is a day on which both hold.
    pub fn overlaps(&self, other: &Self) -> bool {
        let starts_in_time = |a: &Self, b: &Self| match (a.from, b.to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        starts_in_time(self, other) && starts_in_time(other, self)
    }
}
