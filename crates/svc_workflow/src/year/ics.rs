//! The calendar as iCalendar (RFC 5545), for people's own calendars to follow.

use base::Timestamp;
use ui::{Lang, t};

use crate::calendar::{Calendar, Holiday, HolidayKind, Status};

/// Octets of a line without its end (RFC 5545 §3.1).
const LINE: usize = 75;

/// One all-day event for each entry. `host` makes the identifiers the province's own; they are made of the day, so that
/// a corrected entry replaces the one a calendar program has.
pub(super) fn feed(calendar: &Calendar, host: &str, now: Timestamp, lang: Lang) -> String {
    let mut out = String::new();
    let title = t(lang, "workflow.year.feed_title");
    line(&mut out, "BEGIN", "VCALENDAR");
    line(&mut out, "VERSION", "2.0");
    line(&mut out, "PRODID", "-//Song Cau//legal calendar//VI");
    line(&mut out, "CALSCALE", "GREGORIAN");
    line(&mut out, "METHOD", "PUBLISH");
    // The name twice: by RFC 7986, and as programs older than it read it.
    line(&mut out, "NAME", &escaped(title));
    line(&mut out, "X-WR-CALNAME", &escaped(title));
    line(&mut out, "X-WR-TIMEZONE", "Asia/Ho_Chi_Minh");
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION", "P1D");
    let stamp = stamp(now);
    for holiday in calendar.holidays() {
        event(&mut out, holiday, host, &stamp, lang);
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

fn event(out: &mut String, holiday: &Holiday, host: &str, stamp: &str, lang: Lang) {
    let compact = |iso: String| iso.replace('-', "");
    let kind = t(lang, holiday.kind.label());
    let status = t(lang, holiday.status.label());
    line(out, "BEGIN", "VEVENT");
    line(out, "UID", &escaped(&format!("{}-day@{host}", holiday.date)));
    line(out, "DTSTAMP", stamp);
    line(out, "DTSTART;VALUE=DATE", &compact(holiday.date.iso()));
    line(out, "DTEND;VALUE=DATE", &compact(holiday.date.next().iso()));
    line(out, "SUMMARY", &escaped(&format!("{} ({kind})", holiday.name)));
    line(out, "DESCRIPTION", &escaped(&format!("{kind}. {status}.")));
    line(out, "CATEGORIES", &escaped(kind));
    line(out, "STATUS", if holiday.status == Status::Projected { "TENTATIVE" } else { "CONFIRMED" });
    // A make-up day is a day of work: whoever looks for a free day must not find it.
    line(out, "TRANSP", if holiday.kind == HolidayKind::MakeupWork { "OPAQUE" } else { "TRANSPARENT" });
    line(out, "END", "VEVENT");
}

/// A moment as `20260302T010000Z`.
fn stamp(at: Timestamp) -> String {
    let utc = at.to_offset_date_time();
    let (date, time) = (utc.date(), utc.time());
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// A text value (§3.3.11). Other control characters have no place in it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '\\' | ';' | ',' => escaped.extend(['\\', ch]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A content line, folded without cutting a letter in two.
fn line(out: &mut String, name: &str, value: &str) {
    let mut used = 0;
    for ch in name.chars().chain([':']).chain(value.chars()) {
        if used + ch.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(ch);
        used += ch.len_utf8();
    }
    out.push_str("\r\n");
}
