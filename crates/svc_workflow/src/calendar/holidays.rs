//! Days that are not what their weekday says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use base::LocalDate;
use serde::{Deserialize, Serialize};
use time::Weekday;

/// What an entry makes of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    /// A public holiday, or the day given in lieu of one that fell on a rest day.
    Off,
    /// An ordinary working day exchanged for a make-up day.
    SwapOff,
    /// A rest day on which work is done in exchange. It counts like any working day.
    MakeupWork,
}

impl HolidayKind {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 3] = [Self::Off, Self::SwapOff, Self::MakeupWork];

    /// As written in tables and stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::SwapOff => "swap_off",
            Self::MakeupWork => "makeup_work",
        }
    }

    /// Reads the written form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Key of what people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Off => "workflow.kind.off",
            Self::SwapOff => "workflow.kind.swap_off",
            Self::MakeupWork => "workflow.kind.makeup_work",
        }
    }
}

/// How sure the entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Decided and announced for that year.
    Official,
    /// The date follows from law; no yearly decision is needed.
    Statutory,
    /// A forecast (Tết, days in lieu): answers that depend on it carry a warning.
    Projected,
}

impl Status {
    /// Every status, the surest first.
    pub const ALL: [Self; 3] = [Self::Official, Self::Statutory, Self::Projected];

    /// As written in tables and stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Statutory => "statutory",
            Self::Projected => "projected",
        }
    }

    /// Reads the written form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Key of what people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Official => "workflow.status.official",
            Self::Statutory => "workflow.status.statutory",
            Self::Projected => "workflow.status.projected",
        }
    }
}

/// One dated entry of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub date: LocalDate,
    /// What it becomes.
    pub kind: HolidayKind,
    /// What people call it, NFC.
    pub name: String,
    /// How sure this is.
    pub status: Status,
}

/// The weekly days of rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekend {
    /// Saturday and Sunday, as state agencies rest.
    #[default]
    SaturdaySunday,
    /// Sunday only.
    Sunday,
}

impl Weekend {
    /// Whether this weekday is a day of rest.
    pub const fn rests_on(self, weekday: Weekday) -> bool {
        match weekday {
            Weekday::Sunday => true,
            Weekday::Saturday => matches!(self, Self::SaturdaySunday),
            _ => false,
        }
    }
}

/// What a day is, and by which entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind<'c> {
    /// An ordinary working day.
    Working,
    /// A weekly day of rest.
    Weekend,
    /// A public holiday or a day in lieu.
    Off(&'c Holiday),
    /// A working day exchanged away.
    SwapOff(&'c Holiday),
    /// A rest day worked in exchange.
    MakeupWork(&'c Holiday),
}

impl DayKind<'_> {
    /// Whether the day counts as a working day.
    pub const fn is_working(&self) -> bool {
        matches!(self, Self::Working | Self::MakeupWork(_))
    }
}

/// Two entries that claim the same day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The day.
    pub date: LocalDate,
    /// Name of the entry that came first.
    pub first: String,
    /// Name of the entry that came later.
    pub second: String,
}

/// The entries do not make a calendar: each day may be claimed once. Holds every clash, by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarError(pub Vec<Clash>);

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("days claimed by more than one entry:")?;
        for (i, Clash { date, first, second }) in self.0.iter().enumerate() {
            write!(f, "{} {date} ({first}; {second})", if i == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl std::error::Error for CalendarError {}

/// Which days are worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    entries: BTreeMap<LocalDate, Holiday>,
    years: BTreeSet<i32>,
    weekend: Weekend,
}

impl Calendar {
    /// A calendar of these entries, in any order.
    ///
    /// # Errors
    /// [`CalendarError`] naming every day that two entries claim.
    pub fn new(holidays: impl IntoIterator<Item = Holiday>, weekend: Weekend) -> Result<Self, CalendarError> {
        let mut entries = BTreeMap::<LocalDate, Holiday>::new();
        let mut clashes = Vec::new();
        for holiday in holidays {
            match entries.get(&holiday.date) {
                Some(known) => clashes.push(Clash {
                    date: holiday.date,
                    first: known.name.clone(),
                    second: holiday.name,
                }),
                None => {
                    entries.insert(holiday.date, holiday);
                }
            }
        }
        if !clashes.is_empty() {
            clashes.sort_by_key(|clash| clash.date);
            return Err(CalendarError(clashes));
        }
        // A make-up day alone may belong to a swap of the neighbouring year; a year without any holiday has
        // simply not been entered yet.
        let years = entries
            .values()
            .filter(|holiday| holiday.kind == HolidayKind::Off)
            .map(|holiday| holiday.date.0.year())
            .collect();
        Ok(Self { entries, years, weekend })
    }

    /// What this day is.
    pub fn day(&self, date: LocalDate) -> DayKind<'_> {
        match self.entries.get(&date) {
            Some(entry) => match entry.kind {
                HolidayKind::Off => DayKind::Off(entry),
                HolidayKind::SwapOff => DayKind::SwapOff(entry),
                HolidayKind::MakeupWork => DayKind::MakeupWork(entry),
            },
            None if self.weekend.rests_on(date.weekday()) => DayKind::Weekend,
            None => DayKind::Working,
        }
    }

    /// Whether the day counts in terms of working days. Days of years without data are judged by weekday alone.
    pub fn is_working_day(&self, date: LocalDate) -> bool {
        self.day(date).is_working()
    }

    /// Whether the holidays of this year have been entered: there is at least one [`HolidayKind::Off`] in it.
    pub fn covers(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// The entries, by day.
    pub fn holidays(&self) -> impl Iterator<Item = &Holiday> {
        self.entries.values()
    }

    /// The forecast that decides this day, if one does. A forecast holiday on a Sunday decides nothing.
    pub(super) fn forecast(&self, date: LocalDate) -> Option<&Holiday> {
        let entry = self.entries.get(&date)?;
        let ordinary = !self.weekend.rests_on(date.weekday());
        (entry.status == Status::Projected && self.is_working_day(date) != ordinary).then_some(entry)
    }
}
