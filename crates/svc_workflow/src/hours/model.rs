use std::{collections::HashMap, sync::Arc};

use base::{Id, LocalDate};
use kernel::Subject;
use uuid::Uuid;

use crate::calendar::WorkingHours;

/// The hours of one agency from one day on, until its next period begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its identity.
    pub id: Id<Self>,
    /// Whose.
    pub agency: Uuid,
    /// Its first day.
    pub from: LocalDate,
    /// The hours.
    pub hours: Arc<WorkingHours>,
    /// Changes with every edit.
    pub version: i64,
}

impl Subject for Period {
    const KIND: &'static str = "hours";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

/// The hours of every agency.
#[derive(Debug, Default)]
pub struct Book {
    /// Of each agency, earliest first.
    periods: HashMap<Uuid, Vec<Period>>,
    usual: Arc<WorkingHours>,
}

impl Book {
    /// A book of these periods, in any order.
    pub fn new(periods: Vec<Period>) -> Self {
        let mut book = Self::default();
        for period in periods {
            book.periods.entry(period.agency).or_default().push(period);
        }
        for periods in book.periods.values_mut() {
            periods.sort_by_key(|period| period.from);
        }
        book
    }

    /// The hours on that day of the agency with this path: its own, else those of the nearest above it that has any,
    /// else the usual ones.
    pub fn of(&self, agency_path: &str, day: LocalDate) -> Arc<WorkingHours> {
        let period = self.period_of(agency_path, day);
        Arc::clone(period.map_or(&self.usual, |period| &period.hours))
    }

    /// The period those hours come from, if they are not the usual ones.
    pub fn period_of(&self, agency_path: &str, day: LocalDate) -> Option<&Period> {
        let nearest_first = agency_path.rsplit('/').filter_map(|id| Uuid::parse_str(id).ok());
        nearest_first
            .into_iter()
            .find_map(|agency| self.own(agency).iter().rfind(|period| period.from <= day))
    }

    /// Every period of the agency itself, earliest first.
    pub fn own(&self, agency: Uuid) -> &[Period] {
        self.periods.get(&agency).map_or(&[], Vec::as_slice)
    }
}
