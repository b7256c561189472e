//! Fields nobody fills in: what holds today follows from the other fields, and from what other documents say.

use base::LocalDate;

use super::Fields;
use crate::entry::relation::Effect;

/// What a field is worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The other fields.
    pub fields: &'a Fields,
    /// What published documents with the power to do so say of this one.
    pub effects: &'a [Effect],
    /// The day for which it is worked out.
    pub today: LocalDate,
}

impl Known<'_> {
    /// The day in a field, if it holds one.
    pub fn day(&self, name: &str) -> Option<LocalDate> {
        LocalDate::parse(self.fields.text(name)).ok()
    }
}

/// How a field is worked out.
pub type Work = fn(&Known<'_>) -> Worked;

/// What was worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worked {
    /// The word.
    pub word: &'static str,
    /// The day from which it has to be worked out again, if there is one.
    pub until: Option<LocalDate>,
}

impl Worked {
    /// What no day changes.
    pub const fn always(word: &'static str) -> Self {
        Self { word, until: None }
    }

    /// The word of the last step that has been taken by this day, or the first word while none has. Later steps outdo
    /// earlier ones, whatever their days.
    pub fn along(first: &'static str, steps: &[(Option<LocalDate>, &'static str)], today: LocalDate) -> Self {
        let taken = steps.iter().rposition(|(day, _)| day.is_some_and(|day| day <= today));
        let ahead = steps.iter().skip(taken.map_or(0, |at| at + 1)).filter_map(|(day, _)| *day);
        Self { word: taken.map_or(first, |at| steps[at].1), until: ahead.filter(|day| *day > today).min() }
    }
}
