//! Months, as royalties are counted by.

use std::fmt;

use base::LocalDate;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(LocalDate);

impl Month {
    /// The month a day lies in.
    pub fn of(day: LocalDate) -> Self {
        Self(day.plus_days(1 - i64::from(day.0.day())))
    }

    /// Of `2026-11`.
    pub fn parse(text: &str) -> Option<Self> {
        let day = LocalDate::parse(&format!("{text}-01")).ok()?;
        (text.len() == 7).then_some(Self(day))
    }

    /// Its first day.
    pub const fn first(self) -> LocalDate {
        self.0
    }

    /// Its last day.
    pub fn last(self) -> LocalDate {
        self.next().0.previous()
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.0.plus_days(31))
    }

    /// The one before it.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::of(self.0.previous())
    }

    /// As people say it: `11/2026`.
    pub fn vn(self) -> String {
        self.0.vn().split_off(3)
    }
}

/// As it is kept and stands in addresses: `2026-11`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.iso().get(..7).unwrap_or_default())
    }
}
