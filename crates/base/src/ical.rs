//! The grammar of iCalendar (RFC 5545): lines, texts and moments. What the events are is said by who has them.

use crate::Timestamp;

/// Octets of a line without its end (§3.1).
const LINE: usize = 75;

/// Adds a content line, folded without cutting a letter in two (§3.1).
pub fn line(out: &mut String, name: &str, value: &str) {
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

/// A text value (§3.3.11). Other control characters have no place in it.
pub fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for ch in value.chars() {
        match ch {
            '\\' | ';' | ',' => escaped.extend(['\\', ch]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A moment in UTC (§3.3.5): `20260302T010000Z`.
pub fn moment(at: Timestamp) -> String {
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

/// Begins a calendar people subscribe to, under this name; `END:VCALENDAR` closes it.
pub fn begin(out: &mut String, name: &str) {
    line(out, "BEGIN", "VCALENDAR");
    line(out, "VERSION", "2.0");
    line(out, "PRODID", "-//Song Cau//portal//VI");
    line(out, "CALSCALE", "GREGORIAN");
    line(out, "METHOD", "PUBLISH");
    // The name twice: by RFC 7986, and as programs older than it read it.
    line(out, "NAME", &text(name));
    line(out, "X-WR-CALNAME", &text(name));
    line(out, "X-WR-TIMEZONE", "Asia/Ho_Chi_Minh");
    line(out, "REFRESH-INTERVAL;VALUE=DURATION", "P1D");
}
