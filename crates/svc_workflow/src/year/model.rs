use base::LocalDate;
use time::{Date, Month};

use super::names::kind_class;
use crate::calendar::{Calendar, DayKind, Holiday, Status};

/// A month as a grid of weeks, Monday first.
#[derive(Debug)]
pub(super) struct MonthGrid {
    /// From 1.
    pub number: u8,
    /// Weeks of seven; `None` where the day belongs to a neighbour.
    pub weeks: Vec<Vec<Option<Cell>>>,
    /// Its days that are not what their weekday says.
    pub named: Vec<Holiday>,
}

/// A day in the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub day: u8,
    /// Class of its shape: `off`, `swap`, `makeup`, `rest` or nothing for an ordinary working day.
    pub class: &'static str,
    /// Text key of the word under the number; empty on ordinary days and weekends.
    pub word: &'static str,
    /// Whether it is only a forecast.
    pub projected: bool,
    pub today: bool,
}

/// How many days of a year are which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub working: u32,
    /// Public holidays and days in lieu that would else be worked.
    pub off: u32,
    pub swapped: u32,
}

impl MonthGrid {
    /// The twelve months of a year; `today` is marked.
    pub fn year(calendar: &Calendar, year: i32, today: LocalDate) -> Vec<Self> {
        let months = std::iter::successors(Some(Month::January), |m| Some(m.next())).take(12);
        months.filter_map(|month| Self::new(calendar, year, month, today)).collect()
    }

    fn new(calendar: &Calendar, year: i32, month: Month, today: LocalDate) -> Option<Self> {
        let first = LocalDate(Date::from_calendar_date(year, month, 1).ok()?);
        let before = usize::from(first.weekday().number_days_from_monday());
        let mut cells = vec![None; before];
        let mut named = Vec::new();
        for day in 1..=month.length(year) {
            let date = LocalDate(Date::from_calendar_date(year, month, day).ok()?);
            let (class, entry) = match calendar.day(date) {
                DayKind::Working => ("", None),
                DayKind::Weekend => ("rest", None),
                DayKind::Off(h) | DayKind::SwapOff(h) | DayKind::MakeupWork(h) => {
                    (kind_class(h.kind), Some(h))
                }
            };
            let word = match class {
                "off" => "workflow.mark.off",
                "swap" => "workflow.mark.swap",
                "makeup" => "workflow.mark.makeup",
                _ => "",
            };
            let projected = entry.is_some_and(|h| h.status == Status::Projected);
            named.extend(entry.cloned());
            cells.push(Some(Cell { day, class, word, projected, today: date == today }));
        }
        cells.resize(cells.len().div_ceil(7) * 7, None);
        let weeks = cells.chunks(7).map(<[_]>::to_vec).collect();
        Some(Self { number: u8::from(month), weeks, named })
    }
}

impl Totals {
    /// Counts a year.
    pub fn of(calendar: &Calendar, year: i32) -> Self {
        let mut totals = Self::default();
        let Ok(first) = Date::from_calendar_date(year, Month::January, 1) else { return totals };
        let days = std::iter::successors(Some(LocalDate(first)), |day| Some(day.next()));
        for day in days.take(time::util::days_in_year(year).into()) {
            match calendar.day(day) {
                DayKind::Working | DayKind::MakeupWork(_) => totals.working += 1,
                DayKind::Off(_) if day.weekday().number_from_monday() <= 5 => totals.off += 1,
                DayKind::SwapOff(_) => totals.swapped += 1,
                DayKind::Off(_) | DayKind::Weekend => {}
            }
        }
        totals
    }
}
