//! Holidays from a table: `date,kind,name,status`, UTF-8, with that header. Good rows go in, bad rows come out
//! with their line and the reason.

use std::collections::BTreeMap;

use base::{LocalDate, text::nfc};
use csv::{ByteRecord, ReaderBuilder};

use super::{Holiday, HolidayKind, Status};

const HEADER: [&[u8]; 4] = [b"date", b"kind", b"name", b"status"];

/// Years an entry may lie in; others are slips of the pen (`0226` for `2026`).
pub const YEARS: std::ops::RangeInclusive<i32> = 1945..=2199;

/// At most this many characters of a bad row are shown.
const SHOWN: usize = 120;

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its line in the file, from 1 (the header).
    pub line: u64,
    /// Key of the sentence that says why and what to do.
    pub reason_key: &'static str,
    /// The beginning of the row, unreadable bytes replaced.
    pub text: String,
}

/// Reads a table of holidays. A day already claimed by an earlier row is a rejected row, so the good ones always
/// make a [`Calendar`](super::Calendar). With a wrong header nothing is taken: the columns may mean anything.
///
/// Dates are written `2026-11-24` or `24/11/2026`; kinds `off`, `swap_off`, `makeup_work`; statuses `official`,
/// `statutory`, `projected`. Empty lines and a byte order mark are passed over.
pub fn read(bytes: &[u8]) -> (Vec<Holiday>, Vec<Rejected>) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut row = ByteRecord::new();
    let mut good = BTreeMap::new();
    let mut rejected = Vec::new();

    // Reading from memory cannot fail, and a flexible reader takes any number of columns: an error ends the file.
    let header = reader.read_byte_record(&mut row).unwrap_or(false);
    if !header || !row.iter().map(<[u8]>::trim_ascii).eq(HEADER) {
        return (Vec::new(), vec![reject(&row, 1, "workflow.import.header")]);
    }
    let mut lines = Lines { bytes, read: 0, line: 1 };
    while reader.read_byte_record(&mut row).unwrap_or(false) {
        let line = lines.line_of(row.position());
        match holiday(&row) {
            Ok(holiday) if good.contains_key(&holiday.date) => {
                rejected.push(reject(&row, line, "workflow.import.duplicate"));
            }
            Ok(holiday) => {
                good.insert(holiday.date, holiday);
            }
            Err(reason_key) => rejected.push(reject(&row, line, reason_key)),
        }
    }
    (good.into_values().collect(), rejected)
}

/// Lines as an editor numbers them. The reader's own count lags behind where lines end in CR LF or are empty.
struct Lines<'b> {
    bytes: &'b [u8],
    read: usize,
    line: u64,
}

impl Lines<'_> {
    fn line_of(&mut self, position: Option<&csv::Position>) -> u64 {
        let begin = position.and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or(self.read);
        while let Some(&byte) = self.bytes.get(self.read) {
            if self.read >= begin && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(byte == b'\n');
            self.read += 1;
        }
        self.line
    }
}

fn holiday(row: &ByteRecord) -> Result<Holiday, &'static str> {
    let mut cells = [""; 4];
    if row.len() != cells.len() {
        return Err("workflow.import.columns");
    }
    for (cell, bytes) in cells.iter_mut().zip(row) {
        *cell = std::str::from_utf8(bytes).map_err(|_| "workflow.import.not_utf8")?.trim();
    }
    let [date, kind, name, status] = cells;
    let date = LocalDate::parse(date).map_err(|_| "workflow.import.date")?;
    if !YEARS.contains(&date.0.year()) {
        return Err("workflow.import.date");
    }
    let kind = HolidayKind::parse(kind).ok_or("workflow.import.kind")?;
    let status = Status::parse(status).ok_or("workflow.import.status")?;
    let name = nfc(name);
    if name.is_empty() {
        return Err("workflow.import.name");
    }
    Ok(Holiday { date, kind, name, status })
}

fn reject(row: &ByteRecord, line: u64, reason_key: &'static str) -> Rejected {
    let text = row.iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",");
    Rejected { line, reason_key, text: text.chars().take(SHOWN).collect() }
}
