//! A deadline in use: pauses, one extension, lateness, what is left.

use base::{LocalDate, LocalDateTime};
use serde::{Deserialize, Serialize};

use super::{
    Calendar, Due, OutOfRange, Rule, Unit, Warning, WorkingHours,
    due::{days_later, end_of},
    walk::{Walk, after},
};

/// Why the clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// The applicant has been asked for papers (dossier state 5).
    SupplementRequested,
    /// The applicant has been asked to pay (dossier state 6).
    PaymentRequired,
}

/// A stretch in which the clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When it began.
    pub from: LocalDateTime,
    /// When it ended; open while the applicant is waited for.
    pub to: Option<LocalDateTime>,
    /// Why.
    pub reason: PauseReason,
}

/// The one new appointment a dossier may get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// When it was made.
    pub at: LocalDateTime,
    /// The deadline it replaced.
    pub from: LocalDateTime,
    /// The new deadline.
    pub to: LocalDateTime,
    /// Whether it was made at least one day before the deadline it replaced, as Quyết định 88/2025 of Lai Châu
    /// demands. A later one is kept and shown, not refused: the applicant needs the new date all the more.
    pub in_good_time: bool,
}

/// The act does not fit the state of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// It stands still already, or must run again before an extension.
    #[error("the clock is paused")]
    Paused,
    /// It is running.
    #[error("the clock is not paused")]
    NotPaused,
    /// The moment lies before acceptance, or before what was recorded last.
    #[error("the moment lies before what was recorded last")]
    OutOfOrder,
    /// A deadline is extended at most once.
    #[error("the deadline has been extended already")]
    AlreadyExtended,
    /// The new deadline is not after the present one.
    #[error("the new deadline is not later than the present one")]
    NotLater,
    /// The new deadline falls on a day off.
    #[error("the new deadline is not a working day")]
    NotWorkingDay,
    /// See [`OutOfRange`].
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

impl ClockError {
    /// Key of the sentence for the person who tried.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Paused => "workflow.clock.paused",
            Self::NotPaused => "workflow.clock.not_paused",
            Self::OutOfOrder => "workflow.clock.out_of_order",
            Self::AlreadyExtended => "workflow.clock.already_extended",
            Self::NotLater => "workflow.clock.not_later",
            Self::NotWorkingDay => "workflow.clock.not_working_day",
            Self::OutOfRange(_) => "workflow.clock.out_of_range",
        }
    }
}

/// Working time left until the deadline, or passed since. A "day" is as long as an ordinary working day of the
/// agency; begun minutes are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// Whether the deadline has passed; the rest then says by how much working time.
    pub late: bool,
    /// Whole working days.
    pub days: u32,
    /// Hours beside them.
    pub hours: u32,
    /// Minutes beside those, 0 to 59.
    pub minutes: u32,
}

/// A deadline with everything that moved it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    rule: Rule,
    due_original: LocalDateTime,
    due_current: LocalDateTime,
    /// Where counting ended before moving off a day without work: pauses shift this, so that a moved deadline
    /// gains nothing by being paused.
    nominal: LocalDate,
    pauses: Vec<Pause>,
    extension: Option<Extension>,
}

impl Clock {
    /// A clock running towards this deadline.
    pub fn start(due: &Due) -> Self {
        Self {
            rule: due.rule,
            due_original: due.at,
            due_current: due.at,
            nominal: due.nominal,
            pauses: Vec::new(),
            extension: None,
        }
    }

    /// What made the deadline.
    pub const fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The deadline told to the applicant at acceptance.
    pub const fn due_original(&self) -> LocalDateTime {
        self.due_original
    }

    /// The deadline that holds. During a pause it is the one that held when the pause began.
    pub const fn due_current(&self) -> LocalDateTime {
        self.due_current
    }

    /// All pauses, oldest first; only the last can be open.
    pub fn pauses(&self) -> &[Pause] {
        &self.pauses
    }

    /// The extension, if there was one.
    pub const fn extension(&self) -> Option<&Extension> {
        self.extension.as_ref()
    }

    /// Whether it stands still.
    pub fn is_paused(&self) -> bool {
        self.open_pause().is_some()
    }

    /// Stops the clock.
    ///
    /// # Errors
    /// [`ClockError::Paused`] if it stands still already; [`ClockError::OutOfOrder`] if `at` lies before
    /// acceptance or before the end of the last pause.
    pub fn pause(&mut self, at: LocalDateTime, reason: PauseReason) -> Result<(), ClockError> {
        if self.is_paused() {
            return Err(ClockError::Paused);
        }
        let last = self.pauses.last().and_then(|pause| pause.to).unwrap_or(self.rule.received);
        if at < last {
            return Err(ClockError::OutOfOrder);
        }
        self.pauses.push(Pause { from: at, to: None, reason });
        Ok(())
    }

    /// Lets the clock run again and moves the deadline by what the pause took. *Our reading:*
    /// - working days: the day of the pause is used, the day of resuming is not counted, as at acceptance; the
    ///   working days left are counted from the next one, so exactly the promised number count in all;
    /// - calendar days and months: moved by as many days as passed, then off days without work;
    /// - working hours: the working time that was left is counted again from this moment;
    /// - paused on the last day, when no whole day is left: due at the close of the first working day that
    ///   leaves at least the working time there was;
    /// - paused after the deadline: it stays where it was. A late dossier does not become punctual by waiting.
    ///
    /// Answers with what is uncertain about the new deadline.
    ///
    /// # Errors
    /// [`ClockError::NotPaused`]; [`ClockError::OutOfOrder`] if `at` lies before the pause began;
    /// [`ClockError::OutOfRange`]. The clock is unchanged then.
    pub fn resume(
        &mut self,
        calendar: &Calendar,
        hours: &WorkingHours,
        at: LocalDateTime,
    ) -> Result<Vec<Warning>, ClockError> {
        let paused = self.open_pause().ok_or(ClockError::NotPaused)?.from;
        if at < paused {
            return Err(ClockError::OutOfOrder);
        }
        let mut walk = Walk::new(calendar, hours);
        if paused < self.due_current {
            let (due, nominal) = self.moved(&mut walk, hours, paused, at)?;
            (self.due_current, self.nominal) = (due, nominal);
        }
        if let Some(pause) = self.pauses.last_mut() {
            pause.to = Some(at);
        }
        Ok(walk.warnings())
    }

    fn moved(
        &self,
        walk: &mut Walk<'_>,
        hours: &WorkingHours,
        paused: LocalDateTime,
        resumed: LocalDateTime,
    ) -> Result<(LocalDateTime, LocalDate), OutOfRange> {
        let left = walk.worked_seconds(paused, self.due_current);
        let half = self.ends_at_half();
        let (mut due, nominal, whole_days_left) = match self.rule.term.unit() {
            Unit::WorkingHour => {
                let due = walk.working_time(resumed, left)?;
                return Ok((due, due.date()));
            }
            Unit::WorkingDay => {
                let last = self.due_current.date();
                let mut passed = 0;
                let mut day = paused.date();
                while day < resumed.date() {
                    day = after(day)?;
                    passed += u32::from(walk.is_working(day));
                }
                let day = walk.working_days(last, passed, half)?;
                (end_of(hours, day, half), day, paused.date() < last)
            }
            Unit::CalendarDay | Unit::Month => {
                let passed = (resumed.date().0 - paused.date().0).whole_days();
                let nominal = days_later(self.nominal, passed)?;
                let day = walk.roll(nominal)?;
                (hours.close(day), nominal, paused.date() < self.nominal)
            }
        };
        if !whole_days_left {
            while walk.worked_seconds(resumed, due) < left {
                due = end_of(hours, walk.working_days(due.date(), 1, half)?, half);
            }
        }
        Ok((due, nominal))
    }

    /// Sets the one new deadline, the close of `to`.
    ///
    /// # Errors
    /// [`ClockError::AlreadyExtended`]; [`ClockError::Paused`]; [`ClockError::OutOfOrder`] if `at` lies before
    /// acceptance or the end of the last pause; [`ClockError::NotWorkingDay`]; [`ClockError::NotLater`].
    pub fn extend(
        &mut self,
        calendar: &Calendar,
        hours: &WorkingHours,
        at: LocalDateTime,
        to: LocalDate,
    ) -> Result<(), ClockError> {
        if self.extension.is_some() {
            return Err(ClockError::AlreadyExtended);
        }
        if self.is_paused() {
            return Err(ClockError::Paused);
        }
        if at < self.pauses.last().and_then(|pause| pause.to).unwrap_or(self.rule.received) {
            return Err(ClockError::OutOfOrder);
        }
        if !calendar.is_working_day(to) {
            return Err(ClockError::NotWorkingDay);
        }
        let due = hours.close(to);
        if due <= self.due_current || due <= at {
            return Err(ClockError::NotLater);
        }
        let in_good_time = at.date() < self.due_current.date();
        self.extension = Some(Extension { at, from: self.due_current, to: due, in_good_time });
        (self.due_current, self.nominal) = (due, to);
        Ok(())
    }

    /// Whether a result finished at this moment is late; for something unfinished, ask with the present moment.
    /// While the clock stands still nothing becomes late.
    pub fn is_late(&self, finished_at: LocalDateTime) -> bool {
        self.running_until(finished_at) > self.due_current
    }

    /// Working time between `now` and the deadline. While the clock stands still, it is what was left when the
    /// pause began.
    pub fn remaining(&self, calendar: &Calendar, hours: &WorkingHours, now: LocalDateTime) -> Remaining {
        let now = self.running_until(now);
        let late = now > self.due_current;
        let (from, to) = if late { (self.due_current, now) } else { (now, self.due_current) };
        let seconds = hours.worked_seconds(calendar, from, to);
        let day = hours.ordinary_day_seconds();
        let part = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Remaining {
            late,
            days: part(seconds / day),
            hours: part(seconds % day / 3600),
            minutes: part(seconds % day % 3600 / 60),
        }
    }

    fn open_pause(&self) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.to.is_none())
    }

    fn running_until(&self, at: LocalDateTime) -> LocalDateTime {
        self.open_pause().map_or(at, |pause| at.min(pause.from))
    }

    /// An extension always ends at the close of its day.
    fn ends_at_half(&self) -> bool {
        self.extension.is_none() && self.rule.term.quantity().has_half()
    }
}
