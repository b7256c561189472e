//! From acceptance and term to the deadline.

use base::{LocalDate, LocalDateTime};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month, Time, macros::time};

use super::{
    Calendar, Counted, HoursError, OutOfRange, Reason, Step, Term, Unit, Warning, WorkingHours,
    hours::time_of_day,
    walk::{Walk, after},
};

/// Until when, inclusive, a same-day procedure accepted is answered the same day. 15:00 (Decree 23/2015/NĐ-CP
/// art. 7: what is received after 15:00 is answered on the next working day). Written `15:00`, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cutoff(pub Time);

impl Default for Cutoff {
    fn default() -> Self {
        Self(time!(15:00))
    }
}

impl TryFrom<String> for Cutoff {
    type Error = HoursError;
    fn try_from(text: String) -> Result<Self, HoursError> {
        time_of_day(&text).map(Self).ok_or(HoursError::NotATime)
    }
}

impl From<Cutoff> for String {
    fn from(Cutoff(time): Cutoff) -> Self {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }
}

/// Which rule decided the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// Zero working days, accepted in time: answered the same day.
    SameDay,
    /// Zero working days, accepted after the cut-off or on no working day: answered the next working day.
    NextDay,
    /// Working days are counted from the one after acceptance.
    WorkingDays,
    /// Days of the calendar are counted from the one after acceptance.
    CalendarDays,
    /// Working time is counted from the moment of acceptance.
    WorkingHours,
    /// The day of the same number, so many months later.
    Months,
}

impl RuleKind {
    /// Key of the text that tells it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SameDay => "workflow.rule.same_day",
            Self::NextDay => "workflow.rule.next_day",
            Self::WorkingDays => "workflow.rule.working_days",
            Self::CalendarDays => "workflow.rule.calendar_days",
            Self::WorkingHours => "workflow.rule.working_hours",
            Self::Months => "workflow.rule.months",
        }
    }
}

/// What made a deadline; stored with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The rule applied.
    pub kind: RuleKind,
    /// The term promised.
    pub term: Term,
    /// The cut-off that held; it decides only for zero working days.
    pub cutoff: Cutoff,
    /// When the dossier was accepted.
    pub received: LocalDateTime,
    /// The acceptance as counted: `received`, or the next opening if that was outside hours.
    pub counted_from: LocalDateTime,
}

/// A deadline and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last moment that is in time.
    pub at: LocalDateTime,
    /// The first day that counts.
    pub first_counted: LocalDate,
    /// What made it.
    pub rule: Rule,
    /// What is uncertain about it.
    pub warnings: Vec<Warning>,
    /// Where counting ended, before moving off days without work.
    pub(super) nominal: LocalDate,
    steps: Vec<Step>,
}

impl Due {
    /// The counting, in order of days: which counted, which were skipped and why.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// When something accepted at `received` is due.
///
/// The clock starts at acceptance, not at submission, and the day of acceptance does not count:
/// - working days: the first that counts is the next working day; due at the close of the last one. A last half
///   day ends with the morning. Halves serve internal steps; their running sum is counted from acceptance, so
///   that the steps of a procedure end exactly when it does;
/// - zero working days: due at the close of the day of acceptance, if that was not after `cutoff`; else at the
///   close of the next working day. This is a rule of its own: half a day from late in the afternoon may end
///   before it;
/// - calendar days and months: counted by the calendar; a last day without work moves to the next working day;
///   due at its close. A month without that day number ends on its last day;
/// - working hours: only counted sessions, from the moment of acceptance.
///
/// *Our reading, not a quoted rule:* acceptance outside counted and intake hours (in the evening, on a day off,
/// by a machine) is counted as acceptance at the next opening, so accepted on Sunday is accepted on Monday and
/// Tuesday is the first day. Where the agency takes dossiers on a Saturday morning, acceptance then is what it
/// says, and Monday is the first day. A day's closing minute still belongs to the day.
///
/// # Errors
/// [`OutOfRange`] when counting runs past the last day that can be written (year 9999).
pub fn due(
    calendar: &Calendar,
    hours: &WorkingHours,
    received: LocalDateTime,
    term: &Term,
    cutoff: Cutoff,
) -> Result<Due, OutOfRange> {
    let mut walk = Walk::new(calendar, hours);
    let from = walk.opening(received)?;
    let day = from.date();
    let halves = term.quantity().halves();

    let (kind, first_counted, nominal, at) = match term.unit() {
        Unit::WorkingDay if halves == 0 => {
            let open = walk.is_working(day);
            if open && from.time() <= cutoff.0 && from <= hours.close(day) {
                walk.step(day, Counted::Day, Reason::Received);
                (RuleKind::SameDay, day, day, hours.close(day))
            } else {
                let reason = if open { Reason::AfterCutoff } else { Reason::Received };
                walk.step(day, Counted::Nothing, reason);
                let last = walk.working_days(day, 1, false)?;
                (RuleKind::NextDay, last, last, hours.close(last))
            }
        }
        Unit::WorkingDay => {
            walk.step(day, Counted::Nothing, Reason::Received);
            let half = term.quantity().has_half();
            let last = walk.working_days(day, halves.div_ceil(2), half)?;
            let first = walk.steps.iter().find(|step| step.counted != Counted::Nothing);
            let first = first.map_or(last, |step| step.from);
            (RuleKind::WorkingDays, first, last, end_of(hours, last, half))
        }
        Unit::WorkingHour => {
            let at = walk.working_time(from, i64::from(halves) * 1800)?;
            let first = walk.steps.iter().find(|step| step.counted != Counted::Nothing);
            (RuleKind::WorkingHours, first.map_or(at.date(), |step| step.from), at.date(), at)
        }
        Unit::CalendarDay | Unit::Month => {
            let (kind, nominal) = if term.unit() == Unit::Month {
                (RuleKind::Months, months_later(day, halves / 2)?)
            } else {
                (RuleKind::CalendarDays, days_later(day, i64::from(halves / 2))?)
            };
            let first = after(day)?;
            let days = u32::try_from((nominal.0 - day.0).whole_days()).unwrap_or_default();
            walk.step(day, Counted::Nothing, Reason::Received);
            walk.steps.push(Step {
                from: first,
                to: nominal,
                counted: Counted::CalendarDays(days),
                reason: Reason::CalendarDays,
            });
            let last = walk.roll(nominal)?;
            (kind, first, nominal, hours.close(last))
        }
    };
    let rule = Rule { kind, term: *term, cutoff, received, counted_from: from };
    Ok(Due { at, first_counted, rule, warnings: walk.warnings(), nominal, steps: walk.steps })
}

/// The end of a last day, whole or half.
pub(super) fn end_of(hours: &WorkingHours, day: LocalDate, half: bool) -> LocalDateTime {
    if half { hours.half(day) } else { hours.close(day) }
}

pub(super) fn days_later(day: LocalDate, days: i64) -> Result<LocalDate, OutOfRange> {
    day.0.checked_add(Duration::days(days)).map(LocalDate).ok_or(OutOfRange)
}

fn months_later(day: LocalDate, months: u32) -> Result<LocalDate, OutOfRange> {
    let index = i64::from(day.0.year()) * 12 + i64::from(u8::from(day.0.month())) - 1 + i64::from(months);
    let year = i32::try_from(index.div_euclid(12)).map_err(|_| OutOfRange)?;
    let number = u8::try_from(index.rem_euclid(12) + 1).map_err(|_| OutOfRange)?;
    let month = Month::try_from(number).map_err(|_| OutOfRange)?;
    let last = month.length(year);
    Date::from_calendar_date(year, month, day.0.day().min(last)).map(LocalDate).map_err(|_| OutOfRange)
}
