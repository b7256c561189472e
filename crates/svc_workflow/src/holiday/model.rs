use base::Id;
use kernel::Subject;
use time::Weekday;
use ui::Message;
use uuid::Uuid;

use crate::calendar::{Holiday, HolidayKind};

/// An entry of the legal calendar as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its identity.
    pub id: Id<Self>,
    /// The day and what it is.
    pub holiday: Holiday,
    /// Where it is decided, as people cite the document; empty where not known.
    pub source: String,
    /// Changes with every edit.
    pub version: i64,
}

impl Subject for Entry {
    const KIND: &'static str = "holiday";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// What people decide about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The day and what it is.
    pub holiday: Holiday,
    /// Where it is decided; may be empty.
    pub source: String,
}

impl Details {
    /// Whether this is what is kept.
    pub(crate) fn are_of(&self, entry: &Entry) -> bool {
        self.holiday == entry.holiday && self.source == entry.source
    }
}

/// Longest name of a day, in characters.
pub(crate) const NAME_MAX: usize = 120;
/// Longest source, in characters.
pub(crate) const SOURCE_MAX: usize = 300;

/// What is wrong with a day by itself, and in which field. Only an ordinary working day can be exchanged away, only a
/// weekly day of rest can be worked for it; a public holiday may fall on either.
pub(crate) fn fault(holiday: &Holiday) -> Option<(&'static str, Message)> {
    let rest = matches!(holiday.date.weekday(), Weekday::Saturday | Weekday::Sunday);
    if holiday.name.chars().count() > NAME_MAX {
        return Some(("name", Message::new("workflow.holiday.name_long").with("max", NAME_MAX)));
    }
    match holiday.kind {
        HolidayKind::SwapOff if rest => Some(("kind", Message::new("workflow.holiday.swap_on_rest"))),
        HolidayKind::MakeupWork if !rest => {
            Some(("kind", Message::new("workflow.holiday.makeup_on_workday")))
        }
        _ => None,
    }
}
