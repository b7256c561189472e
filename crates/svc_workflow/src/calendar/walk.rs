//! Going along the days, remembering what was asked of the calendar.

use std::collections::BTreeSet;

use base::{LocalDate, LocalDateTime};
use time::Duration;

use super::{Calendar, Counted, DayKind, Reason, Step, Warning, WorkingHours};

/// The counting ran past the last day that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the deadline lies beyond the calendar's last day")]
pub struct OutOfRange;

/// One counting: the calendar and hours it uses, the days it asked about and the steps it made.
pub(super) struct Walk<'a> {
    calendar: &'a Calendar,
    hours: &'a WorkingHours,
    asked: BTreeSet<LocalDate>,
    pub(super) steps: Vec<Step>,
}

/// The day after, where [`LocalDate::next`] would stand still for ever.
pub(super) fn after(date: LocalDate) -> Result<LocalDate, OutOfRange> {
    let next = date.next();
    if next == date { Err(OutOfRange) } else { Ok(next) }
}

impl<'a> Walk<'a> {
    pub(super) const fn new(calendar: &'a Calendar, hours: &'a WorkingHours) -> Self {
        Self { calendar, hours, asked: BTreeSet::new(), steps: Vec::new() }
    }

    pub(super) fn is_working(&mut self, date: LocalDate) -> bool {
        self.asked.insert(date);
        self.calendar.is_working_day(date)
    }

    pub(super) fn step(&mut self, date: LocalDate, counted: Counted, reason: Reason) {
        self.steps.push(Step { from: date, to: date, counted, reason });
    }

    fn step_of_day(&mut self, date: LocalDate, counted: Counted) {
        let reason = match self.calendar.day(date) {
            DayKind::Working => Reason::WorkingDay,
            DayKind::Weekend => Reason::Weekend,
            DayKind::Off(entry) => Reason::Holiday(entry.name.clone()),
            DayKind::SwapOff(entry) => Reason::SwapOff(entry.name.clone()),
            DayKind::MakeupWork(entry) => Reason::MakeupWork(entry.name.clone()),
        };
        self.step(date, counted, reason);
    }

    /// The first moment, not before `at`, in which the agency works or takes dossiers.
    pub(super) fn opening(&mut self, at: LocalDateTime) -> Result<LocalDateTime, OutOfRange> {
        let mut date = at.date();
        loop {
            let working = self.is_working(date);
            let counted = self.hours.counted(self.calendar, date).iter();
            let moment = counted
                .chain(self.hours.intake(self.calendar, date))
                .filter(|session| at <= date.at(session.closes()))
                .map(|session| at.max(date.at(session.opens())))
                .min();
            if let Some(moment) = moment {
                return Ok(moment);
            }
            if working {
                self.step(date, Counted::Nothing, Reason::OutOfHours);
            } else {
                self.step_of_day(date, Counted::Nothing);
            }
            date = after(date)?;
        }
    }

    /// The `count`-th working day after `date`; `date` itself for zero. The last one counts half if `half`.
    pub(super) fn working_days(
        &mut self,
        mut date: LocalDate,
        count: u32,
        half: bool,
    ) -> Result<LocalDate, OutOfRange> {
        let mut left = count;
        while left > 0 {
            date = after(date)?;
            if self.is_working(date) {
                left -= 1;
                let counted = if half && left == 0 { Counted::HalfDay } else { Counted::Day };
                self.step_of_day(date, counted);
            } else {
                self.step_of_day(date, Counted::Nothing);
            }
        }
        Ok(date)
    }

    /// `date`, or the first working day after it if it is none.
    pub(super) fn roll(&mut self, mut date: LocalDate) -> Result<LocalDate, OutOfRange> {
        while !self.is_working(date) {
            self.step_of_day(date, Counted::Nothing);
            date = after(date)?;
        }
        Ok(date)
    }

    /// The moment at which `seconds` of counted time have passed since `from`. Ends with a session rather than
    /// at the opening of the next. Nothing to pass ends where it began.
    pub(super) fn working_time(
        &mut self,
        from: LocalDateTime,
        seconds: i64,
    ) -> Result<LocalDateTime, OutOfRange> {
        if seconds <= 0 {
            return Ok(from);
        }
        let mut left = seconds;
        let mut date = from.date();
        loop {
            self.asked.insert(date);
            let mut today = 0;
            let mut end = None;
            for session in self.hours.counted(self.calendar, date) {
                let start = date.at(session.opens()).max(from);
                let here = (date.at(session.closes()).0 - start.0).whole_seconds().max(0).min(left);
                left -= here;
                today += here;
                if left == 0 && here > 0 {
                    end = Some(LocalDateTime(start.0 + Duration::seconds(here)));
                    break;
                }
            }
            let counted = if today == 0 { Counted::Nothing } else { Counted::Seconds(clamp(today)) };
            if today == 0 && self.calendar.is_working_day(date) {
                self.step(date, counted, Reason::OutOfHours);
            } else {
                self.step_of_day(date, counted);
            }
            if let Some(end) = end {
                return Ok(end);
            }
            date = after(date)?;
        }
    }

    /// Counted seconds between two moments; makes no steps.
    pub(super) fn worked_seconds(&self, from: LocalDateTime, to: LocalDateTime) -> i64 {
        self.hours.worked_seconds(self.calendar, from, to)
    }

    pub(super) fn warnings(&self) -> Vec<Warning> {
        let years: BTreeSet<i32> = self.asked.iter().map(|date| date.0.year()).collect();
        let uncovered =
            years.into_iter().filter(|&year| !self.calendar.covers(year)).map(Warning::YearNotCovered);
        let projected = self.asked.iter().filter_map(|&date| {
            let entry = self.calendar.forecast(date)?;
            Some(Warning::Projected { date, name: entry.name.clone() })
        });
        uncovered.chain(projected).collect()
    }
}

/// A day has 86,400 seconds, so nothing is lost.
fn clamp(seconds: i64) -> u32 {
    u32::try_from(seconds).unwrap_or(u32::MAX)
}
