use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{
    Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, Weekday,
    format_description::BorrowedFormatItem, macros::format_description,
};

const ISO_DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const VN_DATE: &[BorrowedFormatItem<'_>] = format_description!("[day]/[month]/[year]");
const ISO_MINUTE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]");
const ISO_SECOND: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
const VN_MINUTE: &[BorrowedFormatItem<'_>] = format_description!("[day]/[month]/[year] [hour]:[minute]");

/// Asia/Ho_Chi_Minh: UTC+7 all year, no daylight saving since 1975.
pub const VIETNAM: UtcOffset = match UtcOffset::from_hms(7, 0, 0) {
    Ok(offset) => offset,
    Err(_) => UtcOffset::UTC,
};

/// The text is not a date or time in the expected form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid date or time")]
pub struct ParseTimeError;

/// An instant: milliseconds since 1970-01-01T00:00:00Z. Stored as a 64-bit integer on both databases, where
/// it sorts and compares the same way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The instant at which clocks in Viet Nam show `local`.
    pub fn from_local(local: LocalDateTime) -> Self {
        Self::from(local.0.assume_offset(VIETNAM))
    }

    /// What clocks in Viet Nam show at this instant, to the second. Instants outside years ±9999 are clamped.
    pub fn local(self) -> LocalDateTime {
        let utc = OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000))
            .unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let local = utc.to_offset(VIETNAM);
        LocalDateTime(PrimitiveDateTime::new(local.date(), local.time()))
    }

    /// The calendar day in Viet Nam at this instant.
    pub fn local_date(self) -> LocalDate {
        self.local().date()
    }

    /// This many seconds later (earlier, if negative).
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    /// As the standard library and HTTP headers want it, to the millisecond.
    pub fn to_offset_date_time(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// RFC 3339 in Vietnamese time, to the second: `2026-11-22T08:30:00+07:00`.
    pub fn rfc3339(self) -> String {
        format!("{}+07:00", self.local().iso_seconds())
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(at: OffsetDateTime) -> Self {
        Self((at.unix_timestamp_nanos() / 1_000_000) as i64)
    }
}

/// A calendar day in Asia/Ho_Chi_Minh, as law and forms mean it. Stored as ISO text, so it sorts as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDate(pub Date);

impl LocalDate {
    /// Parses `2026-11-22`, or `22/11/2026` as people write it.
    ///
    /// # Errors
    /// [`ParseTimeError`] for anything else, including days that do not exist.
    pub fn parse(text: &str) -> Result<Self, ParseTimeError> {
        let text = text.trim();
        Date::parse(text, ISO_DATE)
            .or_else(|_| Date::parse(text, VN_DATE))
            .map(Self)
            .map_err(|_| ParseTimeError)
    }

    /// ISO 8601, `2026-11-22`: for storage, addresses and machines.
    pub fn iso(self) -> String {
        self.0.format(ISO_DATE).unwrap_or_default()
    }

    /// `22/11/2026`: for people.
    pub fn vn(self) -> String {
        self.0.format(VN_DATE).unwrap_or_default()
    }

    /// The next day; the last representable day is its own successor.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.next_day().unwrap_or(self.0))
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.previous_day().unwrap_or(self.0))
    }

    /// This many days later (earlier, if negative), clamped to representable days.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(Duration::days(days)))
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// This day at a time of day.
    pub fn at(self, time: Time) -> LocalDateTime {
        LocalDateTime(PrimitiveDateTime::new(self.0, time))
    }
}

impl fmt::Display for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl FromStr for LocalDate {
    type Err = ParseTimeError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::parse(s)
    }
}

impl Serialize for LocalDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

impl<'de> Deserialize<'de> for LocalDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// A day and time of day on clocks in Viet Nam.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDateTime(pub PrimitiveDateTime);

impl LocalDateTime {
    /// Parses `2026-04-24T09:00` or `2026-04-24T09:00:30`, as HTML's `datetime-local` sends it.
    ///
    /// # Errors
    /// [`ParseTimeError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, ParseTimeError> {
        let text = text.trim();
        PrimitiveDateTime::parse(text, ISO_MINUTE)
            .or_else(|_| PrimitiveDateTime::parse(text, ISO_SECOND))
            .map(Self)
            .map_err(|_| ParseTimeError)
    }

    /// The day.
    pub fn date(self) -> LocalDate {
        LocalDate(self.0.date())
    }

    /// The time of day.
    pub fn time(self) -> Time {
        self.0.time()
    }

    /// `2026-11-22T08:30`.
    pub fn iso(self) -> String {
        self.0.format(ISO_MINUTE).unwrap_or_default()
    }

    /// `2026-11-22T08:30:00`.
    pub fn iso_seconds(self) -> String {
        self.0.format(ISO_SECOND).unwrap_or_default()
    }

    /// `22/11/2026 08:30`: for people.
    pub fn vn(self) -> String {
        self.0.format(VN_MINUTE).unwrap_or_default()
    }

    /// `08:30`: the time of day, for people.
    pub fn vn_time(self) -> String {
        format!("{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

impl fmt::Display for LocalDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl Serialize for LocalDateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso_seconds())
    }
}

impl<'de> Deserialize<'de> for LocalDateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
