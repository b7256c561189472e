//! Workbooks of Excel 2007 and later, and of everything that writes the same (ISO/IEC 29500).
//!
//! A workbook is a ZIP file, and a small one may unpack to more than any memory: what its parts say of their size is added
//! up before anything is unpacked, and what they really hold is counted while they are. Cells are then read one after
//! another instead of as a whole sheet, whose size a file may claim as it likes.

use std::io::{Cursor, Read as _};

use base::LocalDate;
use calamine::{DataRef, Reader as _, Xlsx};
use time::{Date, Month};
use ui::Message;

use super::table::{LONGEST_CELL, MOST_ROWS, Raw, cell};

/// Bytes all parts of a workbook may have, unpacked.
const UNPACKED: u64 = 100 * 1024 * 1024;
/// Parts a workbook may have.
const PARTS: usize = 2000;
/// Columns looked at.
const COLUMNS: u32 = 100;

fn broken<E>(_: E) -> Message {
    Message::new("identity.staff_list.broken_workbook")
}

/// The rows of the first sheet that has any.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Raw>, Message> {
    check_size(bytes)?;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let is_1904 = book.has_1904_epoch();
    for name in book.sheet_names() {
        let rows = sheet(&mut book, &name, is_1904)?;
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Ok(Vec::new())
}

fn check_size(bytes: &[u8]) -> Result<(), Message> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let bomb = || Message::new("identity.staff_list.bomb").with("n", UNPACKED / 1024 / 1024);
    if archive.len() > PARTS {
        return Err(bomb());
    }
    let mut declared: u64 = 0;
    for at in 0..archive.len() {
        declared = declared.saturating_add(archive.by_index_raw(at).map_err(broken)?.size());
    }
    if declared > UNPACKED {
        return Err(bomb());
    }
    let mut left = UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(broken)?;
        let mut part = part.take(left + 1);
        let held = std::io::copy(&mut part, &mut std::io::sink()).map_err(broken)?;
        left = left.checked_sub(held).ok_or_else(bomb)?;
    }
    Ok(())
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, is_1904: bool) -> Result<Vec<Raw>, Message> {
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut rows: Vec<Raw> = Vec::new();
    while let Some(next) = cells.next_cell().map_err(broken)? {
        let (row, column) = next.get_position();
        let text = words(next.get_value(), is_1904);
        if text.is_empty() || column >= COLUMNS {
            continue;
        }
        let line = u64::from(row) + 1;
        if rows.last().is_none_or(|last| last.line != line) {
            if rows.len() > MOST_ROWS + 100 {
                return Err(Message::new("identity.staff_list.too_many").with("n", MOST_ROWS));
            }
            rows.push(Raw { line, cells: Vec::new() });
        }
        if let Some(last) = rows.last_mut() {
            let column = column as usize;
            if last.cells.len() <= column {
                last.cells.resize(column + 1, String::new());
            }
            last.cells[column] = text;
        }
    }
    Ok(rows)
}

/// What a cell says. Of a formula the file keeps the value, and that is what is read.
fn words(value: &DataRef<'_>, is_1904: bool) -> String {
    match value {
        DataRef::Empty | DataRef::DurationIso(_) => String::new(),
        DataRef::String(text) => cell(clip(text)),
        DataRef::SharedString(text) => cell(clip(text)),
        DataRef::DateTimeIso(text) => cell(clip(text).split('T').next().unwrap_or_default()),
        DataRef::DateTime(at) => serial_day(at.as_f64(), is_1904).map(LocalDate::vn).unwrap_or_default(),
        DataRef::Int(number) => number.to_string(),
        // Numbers of twelve digits are whole in a float; what has a fraction is no number of ours.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// The beginning of a text: one shared by a million cells must not be copied a million times.
fn clip(text: &str) -> &str {
    match text.char_indices().nth(LONGEST_CELL * 2) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// The day a spreadsheet counts so: from 31/12/1899 with a 29 February 1900 that never was, or from 01/01/1904.
pub(super) fn serial_day(serial: f64, is_1904: bool) -> Option<LocalDate> {
    if !(1.0..200_000.0).contains(&serial) {
        return None;
    }
    let days = serial.trunc() as i64;
    let (year, month, day) = match (is_1904, days < 60) {
        (true, _) => (1904, Month::January, 1),
        (false, true) => (1899, Month::December, 31),
        (false, false) => (1899, Month::December, 30),
    };
    Some(LocalDate(Date::from_calendar_date(year, month, day).ok()?).plus_days(days))
}
