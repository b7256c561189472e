//! The calendar as iCalendar (RFC 5545), for people's own calendars to follow.

use base::{
    Timestamp,
    ical::{begin, line, moment, text as escaped},
};
use ui::{Lang, t};

use crate::calendar::{Calendar, Holiday, HolidayKind, Status};

/// One all-day event for each entry. `host` makes the identifiers the province's own; they are made of the day, so that
/// a corrected entry replaces the one a calendar program has.
pub(super) fn feed(calendar: &Calendar, host: &str, now: Timestamp, lang: Lang) -> String {
    let mut out = String::new();
    begin(&mut out, t(lang, "workflow.year.feed_title"));
    let stamp = moment(now);
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
