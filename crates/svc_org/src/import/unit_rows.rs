//! The file of territorial units as rows: what can be read of it, and why the rest cannot.

use std::collections::{HashMap, HashSet};

use base::{LocalDate, Validity, text::nfc};
use csv::{ByteRecord, ReaderBuilder, StringRecord};
use kernel::Result;
use ui::Message;

use super::Rejected;
use crate::{AgencyCode, Kind, agency::KINDS};

/// Columns a file must have.
const REQUIRED: [&str; 3] = ["code", "name", "full_name"];
/// Columns that say something when they are there; see the crate's README.
const OPTIONAL: [&str; 8] =
    ["parent_code", "valid_from", "valid_to", "agency_code", "name_en", "area_km2", "lat", "lon"];

/// A row whose fields can be read. Absent columns are `None`, empty cells of a present column too.
pub(super) struct Row {
    pub line: u64,
    pub text: String,
    pub kind: Kind,
    pub code: String,
    pub name: String,
    pub full_name: String,
    pub name_en: Option<String>,
    pub parent_code: Option<String>,
    pub validity: Validity,
    pub agency_code: Option<AgencyCode>,
    pub area_km2: Option<f64>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

impl Row {
    pub(super) fn reject(&self, reason: Message) -> Rejected {
        Rejected { line: self.line, reason, text: self.text.clone() }
    }
}

/// Reads the whole file; names of columns nobody knows come out beside the rows.
pub(super) fn read(bytes: &[u8], rejected: &mut Vec<Rejected>) -> (Vec<Row>, Vec<String>) {
    // Spreadsheets put a byte order mark in front.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
    let mut columns: Option<Vec<String>> = None;
    let (mut rows, mut unknown) = (Vec::new(), Vec::new());
    let mut record = ByteRecord::new();
    loop {
        let more = reader.read_byte_record(&mut record);
        let line = record.position().map_or(1, csv::Position::line);
        let mut reject = |reason: Message| {
            let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
            rejected.push(Rejected { line, reason, text: cells.join(",") });
        };
        match more {
            Ok(false) => break,
            Ok(true) => {}
            // Reading from memory fails only where the file's structure ends.
            Err(_) => {
                reject(Message::new("org.import.structure"));
                break;
            }
        }
        let Ok(cells) = StringRecord::from_byte_record(record.clone()) else {
            reject(Message::new("org.import.encoding"));
            if columns.is_none() {
                break;
            }
            continue;
        };
        let Some(columns) = &columns else {
            let names: Vec<String> = cells.iter().map(|c| c.trim().to_ascii_lowercase()).collect();
            let missing: Vec<&str> = REQUIRED.into_iter().filter(|r| names.iter().all(|n| n != r)).collect();
            if !missing.is_empty() {
                reject(Message::new("org.import.columns").with("columns", missing.join(", ")));
                break;
            }
            let known = |name: &&String| REQUIRED.iter().chain(&OPTIONAL).all(|k| k != name);
            unknown = names.iter().filter(known).filter(|name| !name.is_empty()).cloned().collect();
            columns = Some(names);
            continue;
        };
        if cells.len() != columns.len() {
            let message = Message::new("org.import.cells");
            reject(message.with("expected", columns.len()).with("found", cells.len()));
            continue;
        }
        match parse(columns, &cells, line) {
            Ok(row) => rows.push(row),
            Err(reason) => reject(reason),
        }
    }
    if columns.is_none() && rejected.is_empty() {
        let reason = Message::new("org.import.columns").with("columns", REQUIRED.join(", "));
        rejected.push(Rejected { line: 1, reason, text: String::new() });
    }
    (rows, unknown)
}

fn parse(columns: &[String], cells: &StringRecord, line: u64) -> Result<Row, Message> {
    let cell = |name: &str| {
        let at = columns.iter().position(|c| c == name)?;
        cells.get(at).map(nfc).filter(|text| !text.is_empty())
    };
    let needed =
        |name: &'static str| cell(name).ok_or_else(|| Message::new("org.import.empty").with("column", name));
    let code = needed("code")?;
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    let kind = KINDS.into_iter().find(|k| digits && k.unit_digits() == Some(code.len()));
    let kind = kind.ok_or_else(|| Message::new("org.import.code").with("value", &code))?;
    let day = |name: &'static str| match cell(name) {
        None => Ok(None),
        Some(text) => LocalDate::parse(&text)
            .map(Some)
            .map_err(|_| Message::new("org.import.date").with("column", name).with("value", text)),
    };
    let validity =
        Validity::new(day("valid_from")?, day("valid_to")?).map_err(|_| Message::new("org.import.era"))?;
    let agency_code = match cell("agency_code") {
        None => None,
        Some(text) => Some(AgencyCode::parse(&text).map_err(crate::CodeError::message)?),
    };
    let number = |name: &'static str, range: std::ops::RangeInclusive<f64>| match cell(name) {
        None => Ok(None),
        Some(text) => match text.parse::<f64>() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => Err(Message::new("org.import.number").with("column", name).with("value", text)),
        },
    };
    Ok(Row {
        line,
        text: cells.iter().collect::<Vec<_>>().join(","),
        kind,
        name: needed("name")?,
        full_name: needed("full_name")?,
        code,
        name_en: cell("name_en"),
        parent_code: cell("parent_code"),
        validity,
        agency_code,
        area_km2: number("area_km2", 0.0..=1_000_000.0)?,
        lat: number("lat", -90.0..=90.0)?,
        lon: number("lon", -180.0..=180.0)?,
    })
}

/// Takes out rows that would stand above themselves.
pub(super) fn without_cycles(rows: Vec<Row>, rejected: &mut Vec<Rejected>) -> Vec<Row> {
    let parents: HashMap<&str, &str> =
        rows.iter().filter_map(|r| Some((r.code.as_str(), r.parent_code.as_deref()?))).collect();
    let in_cycle = |row: &Row| {
        let mut seen = HashSet::new();
        let mut at = row.code.as_str();
        while let Some(&parent) = parents.get(at) {
            if parent == row.code {
                return true;
            }
            if !seen.insert(parent) {
                return false;
            }
            at = parent;
        }
        false
    };
    let cycles: HashSet<u64> = rows.iter().filter(|r| in_cycle(r)).map(|r| r.line).collect();
    let (bad, good): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|r| cycles.contains(&r.line));
    rejected.extend(bad.iter().map(|r| r.reject(Message::new("org.import.cycle"))));
    good
}
