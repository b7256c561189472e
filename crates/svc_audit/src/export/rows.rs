//! Records as lines of a file.

use bytes::Bytes;
use kernel::{Ctx, Error, Result, journal::Record};
use serde::Serialize;
use ui::Page;
use uuid::Uuid;

use super::make::Form;
use crate::record::{known::Known, view::Line};

/// Spreadsheets take a file for UTF-8 when it begins so.
const MARK: &str = "\u{FEFF}";

/// The names of the columns.
const COLUMNS: [&str; 13] = [
    "audit.column.when",
    "audit.column.who",
    "audit.column.in_place_of",
    "audit.column.what",
    "audit.column.kind",
    "audit.column.thing",
    "audit.column.agency",
    "audit.column.ordinal",
    "audit.column.event",
    "audit.column.record",
    "audit.column.thing_id",
    "audit.column.hash",
    "audit.column.data",
];

#[derive(Serialize)]
struct JsonLine<'a> {
    id: Uuid,
    at: &'a str,
    actor: &'a str,
    who: &'a str,
    in_place_of: &'a str,
    event: &'a str,
    words: &'a str,
    subject_kind: &'a str,
    subject_id: Uuid,
    subject: &'a str,
    agency_id: Option<Uuid>,
    agency: &'a str,
    ordinal: Option<i64>,
    hash: Option<String>,
    data: serde_json::Value,
}

/// What a file begins with.
pub(super) fn head(page: &Page, form: Form) -> Result<Bytes> {
    match form {
        Form::JsonLines => Ok(Bytes::new()),
        Form::Csv => {
            let mut writer = writer();
            writer.write_record(COLUMNS.map(|key| page.t(key))).map_err(cannot)?;
            let body = writer.into_inner().map_err(|e| cannot(e.into_error().into()))?;
            Ok([MARK.as_bytes(), &body].concat().into())
        }
    }
}

/// These records as lines.
pub(super) async fn lines(ctx: &Ctx, page: &Page, records: &[Record], form: Form) -> Result<Bytes> {
    let known = Known::of(ctx, records).await?;
    let told = records.iter().map(|record| (record, Line::new(page, record, &known)));
    match form {
        Form::Csv => {
            let mut writer = writer();
            for (record, line) in told {
                writer.write_record(cells(record, &line)).map_err(cannot)?;
            }
            Ok(writer.into_inner().map_err(|e| cannot(e.into_error().into()))?.into())
        }
        Form::JsonLines => {
            let mut body = Vec::new();
            for (record, line) in told {
                serde_json::to_writer(&mut body, &json(record, &line))?;
                body.push(b'\n');
            }
            Ok(body.into())
        }
    }
}

fn cells(record: &Record, line: &Line) -> [String; 13] {
    [
        record.at().local().iso_seconds().replace('T', " "),
        line.who.clone(),
        line.in_place_of.clone(),
        line.what.clone(),
        line.kind.clone(),
        line.thing.clone(),
        line.agency.clone(),
        record.ordinal.map(|n| n.to_string()).unwrap_or_default(),
        record.act.clone(),
        record.id.to_string(),
        record.subject_id.to_string(),
        record.hash.as_deref().map(hex::encode).unwrap_or_default(),
        record.data.clone(),
    ]
    .map(|cell| base::text::spreadsheet_cell(&cell))
}

fn json<'a>(record: &'a Record, line: &'a Line) -> JsonLine<'a> {
    JsonLine {
        id: record.id,
        at: &line.datetime,
        actor: &record.actor,
        who: &line.who,
        in_place_of: &line.in_place_of,
        event: &record.act,
        words: &line.what,
        subject_kind: &record.subject_kind,
        subject_id: record.subject_id,
        subject: &line.thing,
        agency_id: record.agency_id,
        agency: &line.agency,
        ordinal: record.ordinal,
        hash: record.hash.as_deref().map(hex::encode),
        data: record.event(),
    }
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

fn cannot(error: csv::Error) -> Error {
    Error::Internal(error.into())
}
