//! When, on a working day, an agency works; and when it takes dossiers.

use std::{fmt, str::FromStr};

use base::{LocalDate, LocalDateTime};
use serde::{Deserialize, Serialize};
use time::{Time, Weekday, macros::time};

use super::{Calendar, DayKind};

/// The days of the week, Monday first.
pub const WEEKDAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The sessions do not make working hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Not of the form `15:00`.
    #[error("not a time of day: expected 15:00")]
    NotATime,
    /// Not of the form `07:30-11:30`.
    #[error("not a session: expected hours as 07:30-11:30")]
    NotASession,
    /// A session closes before or when it opens.
    #[error("session {0} closes before it opens")]
    Backwards(Session),
    /// A session begins before the one listed before it has closed.
    #[error("session {1} begins before {0} has closed")]
    Overlap(Session, Session),
    /// A day of work without a session.
    #[error("a working day needs at least one session")]
    Empty,
}

/// A stretch of time of one day, to the minute. Written `07:30-11:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Session {
    opens: Time,
    closes: Time,
}

impl Session {
    const MORNING: Self = Self { opens: time!(07:30), closes: time!(11:30) };
    const AFTERNOON: Self = Self { opens: time!(13:30), closes: time!(17:00) };

    /// When it begins.
    pub const fn opens(&self) -> Time {
        self.opens
    }

    /// When it ends. This moment still belongs to it.
    pub const fn closes(&self) -> Time {
        self.closes
    }

    /// Its length in seconds.
    pub fn seconds(&self) -> i64 {
        (self.closes - self.opens).whole_seconds()
    }
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (opens, closes) = (self.opens, self.closes);
        write!(f, "{:02}:{:02}-{:02}:{:02}", opens.hour(), opens.minute(), closes.hour(), closes.minute())
    }
}

impl FromStr for Session {
    type Err = HoursError;
    fn from_str(text: &str) -> Result<Self, HoursError> {
        let (opens, closes) = text.split_once(['-', '–']).ok_or(HoursError::NotASession)?;
        let session = Self {
            opens: time_of_day(opens).ok_or(HoursError::NotASession)?,
            closes: time_of_day(closes).ok_or(HoursError::NotASession)?,
        };
        if session.opens < session.closes { Ok(session) } else { Err(HoursError::Backwards(session)) }
    }
}

/// `7:30` or `07:30`.
pub(super) fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::from_hms(hour.parse().ok()?, minute.parse().ok()?, 0).ok()
}

impl TryFrom<String> for Session {
    type Error = HoursError;
    fn try_from(text: String) -> Result<Self, HoursError> {
        text.parse()
    }
}

impl From<Session> for String {
    fn from(session: Session) -> Self {
        session.to_string()
    }
}

/// The sessions of one day: at least one, in order, not overlapping.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Session>", into = "Vec<Session>")]
pub struct DayHours(Vec<Session>);

impl DayHours {
    /// These sessions, in order of the day. One may begin at the moment the one before it closes.
    ///
    /// # Errors
    /// [`HoursError::Empty`] or [`HoursError::Overlap`].
    pub fn new(sessions: Vec<Session>) -> Result<Self, HoursError> {
        if sessions.is_empty() {
            return Err(HoursError::Empty);
        }
        match sessions.windows(2).find(|pair| pair[1].opens < pair[0].closes) {
            Some(pair) => Err(HoursError::Overlap(pair[0], pair[1])),
            None => Ok(Self(sessions)),
        }
    }

    /// The sessions in order.
    pub fn sessions(&self) -> &[Session] {
        &self.0
    }

    fn seconds(&self) -> i64 {
        self.0.iter().map(Session::seconds).sum()
    }

    fn close(&self) -> Time {
        self.0.last().map_or(Time::MIDNIGHT, |session| session.closes)
    }

    /// The end of the morning: the last close before 13:00. A day of one stretch ends its first half in the
    /// middle of its working time.
    fn half(&self) -> Time {
        const AFTERNOON: Time = time!(13:00);
        let closes = self.0.iter().rev().map(|session| session.closes);
        if let Some(noon) = closes.skip(1).find(|&close| close < AFTERNOON) {
            return noon;
        }
        let mut left = self.seconds() / 2;
        for session in &self.0 {
            if left <= session.seconds() {
                return session.opens + time::Duration::seconds(left);
            }
            left -= session.seconds();
        }
        self.close()
    }
}

impl TryFrom<Vec<Session>> for DayHours {
    type Error = HoursError;
    fn try_from(sessions: Vec<Session>) -> Result<Self, HoursError> {
        Self::new(sessions)
    }
}

impl From<DayHours> for Vec<Session> {
    fn from(hours: DayHours) -> Self {
        hours.0
    }
}

/// The hours of one agency. *Counted* hours are those in which terms run, on working days. *Intake* hours are
/// those in which dossiers are taken, and may fall on a weekly day of rest: police posts also take dossiers on
/// Saturday mornings, and those mornings count in no term.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WorkingHours {
    ordinary: DayHours,
    counted: [Option<DayHours>; 7],
    intake: [Option<DayHours>; 7],
}

impl Default for WorkingHours {
    /// 07:30–11:30 and 13:30–17:00 on every working day; dossiers are taken in the same hours.
    fn default() -> Self {
        Self::new(DayHours(vec![Session::MORNING, Session::AFTERNOON]))
    }
}

impl WorkingHours {
    /// The same hours on every working day, make-up days among them.
    pub const fn new(ordinary: DayHours) -> Self {
        const NONE: Option<DayHours> = None;
        Self { ordinary, counted: [NONE; 7], intake: [NONE; 7] }
    }

    /// Other hours on this weekday, whenever it is a working day.
    #[must_use]
    pub fn with_counted(mut self, weekday: Weekday, hours: DayHours) -> Self {
        self.counted[usize::from(weekday.number_days_from_monday())] = Some(hours);
        self
    }

    /// Dossiers are taken in these hours on this weekday, working day or weekly rest; never on holidays.
    #[must_use]
    pub fn with_intake(mut self, weekday: Weekday, hours: DayHours) -> Self {
        self.intake[usize::from(weekday.number_days_from_monday())] = Some(hours);
        self
    }

    /// The hours of working days for which no others are set.
    pub const fn ordinary(&self) -> &DayHours {
        &self.ordinary
    }

    /// The hours set for this weekday, if it has others.
    pub fn counted_on(&self, weekday: Weekday) -> Option<&DayHours> {
        self.counted[usize::from(weekday.number_days_from_monday())].as_ref()
    }

    /// The hours in which dossiers are taken on this weekday, if they are not the counted ones.
    pub fn intake_on(&self, weekday: Weekday) -> Option<&DayHours> {
        self.intake[usize::from(weekday.number_days_from_monday())].as_ref()
    }

    /// The counted sessions of this day; none on days off.
    pub fn counted(&self, calendar: &Calendar, date: LocalDate) -> &[Session] {
        if calendar.is_working_day(date) { self.of_weekday(date).sessions() } else { &[] }
    }

    /// The sessions in which dossiers are taken on this day: those set for the weekday, else the counted ones.
    pub fn intake(&self, calendar: &Calendar, date: LocalDate) -> &[Session] {
        let set = self.intake[usize::from(date.weekday().number_days_from_monday())].as_ref();
        match calendar.day(date) {
            DayKind::Off(_) | DayKind::SwapOff(_) => &[],
            _ => set.map_or_else(|| self.counted(calendar, date), DayHours::sessions),
        }
    }

    /// Whether dossiers are taken at this moment.
    pub fn takes_dossiers(&self, calendar: &Calendar, at: LocalDateTime) -> bool {
        let within = |session: &Session| (session.opens..=session.closes).contains(&at.time());
        self.intake(calendar, at.date()).iter().any(within)
    }

    /// Counted seconds between two moments; zero when `to` is not after `from`.
    pub fn worked_seconds(&self, calendar: &Calendar, from: LocalDateTime, to: LocalDateTime) -> i64 {
        let mut seconds = 0;
        let mut date = from.date();
        while date <= to.date() {
            for session in self.counted(calendar, date) {
                let start = date.at(session.opens).max(from);
                let end = date.at(session.closes).min(to);
                seconds += (end.0 - start.0).whole_seconds().max(0);
            }
            if date == to.date() {
                break;
            }
            date = date.next();
        }
        seconds
    }

    /// Counted seconds of an ordinary day: what "one day" means when working time is told in days and hours.
    pub fn ordinary_day_seconds(&self) -> i64 {
        self.ordinary.seconds().max(1)
    }

    /// When work ends on this day, if it is worked.
    pub fn close(&self, date: LocalDate) -> LocalDateTime {
        date.at(self.of_weekday(date).close())
    }

    /// When the first half of this day's work ends, if it is worked: the end of the morning.
    pub fn half(&self, date: LocalDate) -> LocalDateTime {
        date.at(self.of_weekday(date).half())
    }

    fn of_weekday(&self, date: LocalDate) -> &DayHours {
        let set = self.counted[usize::from(date.weekday().number_days_from_monday())].as_ref();
        set.unwrap_or(&self.ordinary)
    }
}
