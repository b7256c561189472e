//! Reading files of procedures: good rows in, bad rows out with the reason.
//!
//! Three shapes are known by their content:
//! - the **index**, CSV: `code,name,level,sector,agency,time_qty,time_unit,fee_vnd,channels,result`, optionally
//!   `service_level,valid_from,valid_to`;
//! - **condensed** procedures, CSV: `code,name,level,sector,time_qty,time_unit,time_source,fee_vnd,fee_note,channels,
//!   main_papers,result`;
//! - **full** procedures, a JSON list of objects with `code`, `name`, `level`, `sector`, `channels`, `papers`, `steps`,
//!   `result`, `conditions`, `legal_basis`, `time_note`, `decision`, `audience`, `agency`, `competent_agency`.
//!
//! `level` is `xa`, `huyen`, `tinh` or `bo`; `time_unit` is `ngay_lam_viec`, `ngay`, `gio` or `thang`; `channels` are the
//! letters T (desk), B (post), O (online); fees are whole đồng, empty where not known.

use std::collections::{HashMap, HashSet};

use base::{LocalDate, text::nfc};
use csv::ByteRecord;
use ui::{Message, Rejected};

use super::{
    layers::{Condensed, Detail, LEAST_FEE, Layer, Listed},
    model::{Channel, Code, Level, ServiceLevel, Term, TermUnit},
};

/// What a file says.
#[derive(Debug, Default)]
pub struct Reading {
    /// What it says of each procedure, in its order.
    pub rows: Vec<(Code, Layer)>,
    /// What could not be taken.
    pub rejected: Vec<Rejected>,
    /// Rows taken although their code has an unusual form, as some have in the national database.
    pub irregular: Vec<String>,
}

const LISTED: [&str; 10] =
    ["code", "name", "level", "sector", "agency", "time_qty", "time_unit", "fee_vnd", "channels", "result"];
const CONDENSED: [&str; 12] = [
    "code",
    "name",
    "level",
    "sector",
    "time_qty",
    "time_unit",
    "time_source",
    "fee_vnd",
    "fee_note",
    "channels",
    "main_papers",
    "result",
];
/// Longest name taken, in characters. The longest real one has about 900.
const LONGEST_NAME: usize = 2_000;
/// Characters of a bad row that are shown.
const SHOWN: usize = 160;

/// Reads a file of any of the three shapes.
pub fn read(bytes: &[u8]) -> Reading {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match bytes.iter().find(|b| !b.is_ascii_whitespace()) {
        None => refuse("catalogue.procedure.import.empty", ""),
        Some(b'[') => read_json(bytes),
        Some(_) => read_csv(bytes),
    }
}

fn refuse(reason: impl Into<Message>, text: &str) -> Reading {
    let rejected = Rejected { line: 1, reason: reason.into(), text: shown(text) };
    Reading { rejected: vec![rejected], ..Reading::default() }
}

fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect()
}

impl Reading {
    fn take(&mut self, seen: &mut HashSet<Code>, line: u64, text: &str, row: Result<(Code, Layer), Message>) {
        let row = row.and_then(|(code, layer)| {
            if seen.insert(code.clone()) {
                Ok((code, layer))
            } else {
                Err(Message::new("catalogue.procedure.import.duplicate").with("code", code.as_str()))
            }
        });
        match row {
            Ok((code, layer)) => {
                if !code.is_regular() {
                    self.irregular.push(code.as_str().to_owned());
                }
                self.rows.push((code, layer));
            }
            Err(reason) => self.rejected.push(Rejected { line, reason, text: shown(text) }),
        }
    }
}

fn read_csv(bytes: &[u8]) -> Reading {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let Ok(header) = reader.byte_headers().cloned() else {
        return refuse("catalogue.procedure.import.unreadable", "");
    };
    let Ok(names) =
        header.iter().map(|name| std::str::from_utf8(name).map(str::trim)).collect::<Result<Vec<_>, _>>()
    else {
        return refuse("catalogue.procedure.import.encoding", &String::from_utf8_lossy(header.as_slice()));
    };
    let condensed = names.contains(&"time_source");
    let wanted: &[&str] = if condensed { &CONDENSED } else { &LISTED };
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| !names.contains(name)).collect();
    if !missing.is_empty() {
        let reason = Message::new("catalogue.procedure.import.columns").with("names", missing.join(", "));
        return refuse(reason, &names.join(","));
    }
    let places: HashMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let (mut reading, mut seen) = (Reading::default(), HashSet::new());
    for record in reader.byte_records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let reason = Message::new("catalogue.procedure.import.unreadable");
                reading.rejected.push(Rejected { line, reason, text: String::new() });
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let text = record.iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",");
        let row = Row::new(&record, &places, names.len()).and_then(|row| {
            let code = row.code()?;
            let layer = if condensed { row.condensed()? } else { row.listed()? };
            Ok((code, layer))
        });
        reading.take(&mut seen, line, &text, row);
    }
    reading
}

/// One row of a table, its cells trimmed and NFC.
struct Row<'r> {
    cells: Vec<String>,
    places: &'r HashMap<&'r str, usize>,
}

impl<'r> Row<'r> {
    fn new(
        record: &ByteRecord,
        places: &'r HashMap<&'r str, usize>,
        columns: usize,
    ) -> Result<Self, Message> {
        if record.len() != columns {
            return Err(Message::new("catalogue.procedure.import.cells")
                .with("found", record.len())
                .with("wanted", columns));
        }
        let cells = record.iter().map(|cell| std::str::from_utf8(cell).map(nfc)).collect::<Result<_, _>>();
        let cells = cells.map_err(|_| Message::new("catalogue.procedure.import.encoding"))?;
        Ok(Self { cells, places })
    }

    /// The cell of a column; empty where the file has no such column.
    fn cell(&self, name: &str) -> &str {
        self.places.get(name).and_then(|&at| self.cells.get(at)).map_or("", String::as_str)
    }

    fn text(&self, name: &str) -> String {
        self.cell(name).to_owned()
    }

    fn code(&self) -> Result<Code, Message> {
        read_code(self.cell("code"))
    }

    fn name(&self) -> Result<String, Message> {
        read_name(self.cell("name"))
    }

    fn level(&self) -> Result<Level, Message> {
        Level::parse(self.cell("level"))
            .ok_or_else(|| Message::new("catalogue.procedure.import.level").with("value", self.cell("level")))
    }

    fn sector(&self) -> Result<String, Message> {
        let sector = self.text("sector");
        if sector.is_empty() { Err(Message::new("catalogue.procedure.import.sector")) } else { Ok(sector) }
    }

    fn channels(&self) -> Result<String, Message> {
        let letters = self.text("channels");
        match Channel::of_letters(&letters) {
            Some(_) => Ok(letters),
            None => Err(Message::new("catalogue.procedure.import.channels").with("value", letters)),
        }
    }

    fn term(&self) -> Result<Option<Term>, Message> {
        let (quantity, unit) = (self.cell("time_qty"), self.cell("time_unit"));
        if quantity.is_empty() && unit.is_empty() {
            return Ok(None);
        }
        let term = TermUnit::parse(unit).and_then(|unit| Term::parse(quantity, unit));
        term.map(Some).ok_or_else(|| {
            Message::new("catalogue.procedure.import.term").with("value", format!("{quantity} {unit}"))
        })
    }

    fn fee(&self) -> Result<Option<i64>, Message> {
        let text = self.cell("fee_vnd");
        if text.is_empty() {
            return Ok(None);
        }
        let amount =
            text.parse::<u64>().ok().and_then(|a| i64::try_from(a).ok()).filter(|a| *a <= 1_000_000_000_000);
        match amount {
            Some(amount) if amount != 0 && amount < LEAST_FEE => {
                Err(Message::new("catalogue.procedure.import.fee_small").with("value", text))
            }
            Some(amount) => Ok(Some(amount)),
            None => Err(Message::new("catalogue.procedure.import.fee").with("value", text)),
        }
    }

    fn date(&self, name: &str) -> Result<Option<LocalDate>, Message> {
        let text = self.cell(name);
        if text.is_empty() {
            return Ok(None);
        }
        LocalDate::parse(text)
            .map(Some)
            .map_err(|_| Message::new("catalogue.procedure.import.date").with("value", text))
    }

    fn listed(&self) -> Result<Layer, Message> {
        let service = self.cell("service_level");
        let service_level = ServiceLevel::parse(service);
        if !service.is_empty() && service_level.is_none() {
            return Err(Message::new("catalogue.procedure.import.service_level").with("value", service));
        }
        let (valid_from, valid_to) = (self.date("valid_from")?, self.date("valid_to")?);
        if let (Some(from), Some(to)) = (valid_from, valid_to)
            && to < from
        {
            return Err(Message::new("catalogue.procedure.import.validity"));
        }
        Ok(Layer::Listed(Listed {
            name: self.name()?,
            level: self.level()?,
            sector: self.sector()?,
            agency: self.text("agency"),
            term: self.term()?,
            fee: self.fee()?,
            channels: self.channels()?,
            result: self.text("result"),
            service_level,
            valid_from,
            valid_to,
        }))
    }

    fn condensed(&self) -> Result<Layer, Message> {
        // The file says "source" or "memory" in Vietnamese; anything but the source needs checking.
        let to_check = base::text::fold(self.cell("time_source")) != "nguon";
        Ok(Layer::Condensed(Condensed {
            name: self.name()?,
            level: self.level()?,
            sector: self.sector()?,
            term: self.term()?,
            term_to_check: to_check,
            fee: self.fee()?,
            fee_note: self.text("fee_note"),
            channels: self.channels()?,
            papers: self.text("main_papers"),
            result: self.text("result"),
        }))
    }
}

fn read_code(text: &str) -> Result<Code, Message> {
    Code::parse(text)
        .ok_or_else(|| Message::new("catalogue.procedure.import.code").with("value", shown(text)))
}

fn read_name(text: &str) -> Result<String, Message> {
    let name = nfc(text);
    match name.chars().count() {
        0 => Err(Message::new("catalogue.procedure.import.name")),
        n if n > LONGEST_NAME => {
            Err(Message::new("catalogue.procedure.import.name_long").with("max", LONGEST_NAME))
        }
        _ => Ok(name),
    }
}

fn read_json(bytes: &[u8]) -> Reading {
    if std::str::from_utf8(bytes).is_err() {
        return refuse("catalogue.procedure.import.encoding", "");
    }
    let items: Vec<serde_json::Value> = match serde_json::from_slice(bytes) {
        Ok(items) => items,
        Err(error) => {
            let reason = Message::new("catalogue.procedure.import.json").with("line", error.line());
            return refuse(reason, "");
        }
    };
    let (mut reading, mut seen) = (Reading::default(), HashSet::new());
    for (at, item) in items.into_iter().enumerate() {
        let text = item.to_string();
        let row = read_detail(item);
        reading.take(&mut seen, at as u64 + 1, &text, row);
    }
    reading
}

fn read_detail(item: serde_json::Value) -> Result<(Code, Layer), Message> {
    let code = read_code(item["code"].as_str().unwrap_or_default())?;
    let mut detail: Detail = serde_json::from_value(item)
        .map_err(|error| Message::new("catalogue.procedure.import.fields").with("error", error))?;
    detail.name = read_name(&detail.name)?;
    if detail.sector.trim().is_empty() {
        return Err(Message::new("catalogue.procedure.import.sector"));
    }
    for way in &detail.channels {
        if Channel::from_source(&way.channel).is_none() {
            return Err(
                Message::new("catalogue.procedure.import.channels").with("value", shown(&way.channel))
            );
        }
        if way.time_qty.is_some() && way.term().is_none() {
            let value = way.time_qty.as_ref().map(ToString::to_string).unwrap_or_default();
            return Err(Message::new("catalogue.procedure.import.term").with("value", value));
        }
    }
    Ok((code, Layer::Detail(Box::new(detail))))
}
