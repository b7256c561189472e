use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use base::{Id, LocalDate, Validity, text::nfc};
use csv::{ByteRecord, ReaderBuilder, StringRecord};
use kernel::{Ctx, Result, new_id};
use ui::Message;

use super::{
    ImportReport, Rejected,
    slugs::{Slugs, wishes},
};
use crate::{
    Agency, AgencyCode, CommuneKind, Kind, Tree,
    agency::{ALL, Details, KINDS, Status, event::Imported, store, within},
    policy::AGENCY_EDIT,
};

/// Columns a file must have; see the crate's README for the others.
const REQUIRED: [&str; 3] = ["code", "name", "full_name"];

/// Reads territorial units from a CSV file: good rows go in, bad rows come out with their reasons.
///
/// # Errors
/// [`kernel::Error::Forbidden`] for an actor who may not edit agencies; the database's. A row is never an error.
pub async fn import_units(ctx: &Ctx, bytes: &[u8]) -> Result<ImportReport> {
    let mut report = ImportReport::default();
    // Read before the act begins: nobody else can write while it lasts.
    let rows = read(bytes, &mut report.rejected);
    let mut act = ctx.act(AGENCY_EDIT).await?;
    let tree = store::lock(&act).await?;
    let mut merge = Merge {
        tree: &tree,
        today: ctx.today(),
        slugs: Slugs::of(&tree),
        added: Vec::new(),
        changed: Vec::new(),
        seen: HashMap::new(),
    };
    let rows = without_cycles(rows, &mut report.rejected);
    merge.all(rows, &mut report, |path| ctx.may(AGENCY_EDIT, Some(path)) || is_system(ctx));
    report.rejected.sort_by_key(|r| r.line);
    let Merge { added, mut changed, .. } = merge;
    (report.added, report.changed) = (added.len(), changed.len());
    if added.is_empty() && changed.is_empty() {
        return Ok(report);
    }
    store::insert(&act, &added).await?;
    act.touch(ALL);
    for agency in &mut changed {
        store::save(&act, agency).await?;
    }
    for (agency, changed) in added.iter().map(|a| (a, false)).chain(changed.iter().map(|a| (a, true))) {
        act.record(agency, &Imported { full_name: agency.full_name.clone(), changed }).await?;
    }
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(report)
}

fn is_system(ctx: &Ctx) -> bool {
    matches!(ctx.actor(), base::Actor::System(_))
}

/// A row whose fields can be read. Absent columns are `None`, empty cells of a present column too.
struct Row {
    line: u64,
    text: String,
    kind: Kind,
    code: String,
    name: String,
    full_name: String,
    name_en: Option<String>,
    parent_code: Option<String>,
    validity: Validity,
    agency_code: Option<AgencyCode>,
    area_km2: Option<f64>,
    lat: Option<f64>,
    lon: Option<f64>,
}

impl Row {
    fn reject(&self, reason: Message) -> Rejected {
        Rejected { line: self.line, reason, text: self.text.clone() }
    }
}

fn read(bytes: &[u8], rejected: &mut Vec<Rejected>) -> Vec<Row> {
    // Spreadsheets put a byte order mark in front.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
    let mut columns: Option<Vec<String>> = None;
    let mut rows = Vec::new();
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
    rows
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
fn without_cycles(rows: Vec<Row>, rejected: &mut Vec<Rejected>) -> Vec<Row> {
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

/// Rows against the tree.
struct Merge<'t> {
    tree: &'t Tree,
    today: LocalDate,
    slugs: Slugs,
    added: Vec<Agency>,
    changed: Vec<Agency>,
    /// Days for which this file has already spoken of a code.
    seen: HashMap<String, Vec<Validity>>,
}

impl Merge<'_> {
    /// Provinces first, then districts, then communes: so parents in the same file are there before their children.
    fn all(&mut self, mut rows: Vec<Row>, report: &mut ImportReport, may: impl Fn(&str) -> bool) {
        rows.sort_by_key(|r| (r.kind, r.line));
        for row in rows {
            match self.one(&row, &may) {
                Ok(true) => {}
                Ok(false) => report.unchanged += 1,
                Err(reason) => report.rejected.push(row.reject(reason)),
            }
        }
    }

    /// Takes one row in; false when everything is so already.
    fn one(&mut self, row: &Row, may: &impl Fn(&str) -> bool) -> Result<bool, Message> {
        let undated = row.validity == Validity::ALWAYS;
        let seen = self.seen.entry(row.code.clone()).or_default();
        if seen.iter().any(|v| v.overlaps(&row.validity)) {
            return Err(Message::new("org.import.twice").with("value", &row.code));
        }
        let there = self
            .tree
            .with_unit_code(&row.code)
            .find(|a| if undated { a.is_valid(self.today) } else { a.validity == row.validity });
        let outcome = match there {
            Some(there) => self.update(row, there, may)?,
            None => self.add(row, may)?,
        };
        self.seen.entry(row.code.clone()).or_default().push(row.validity);
        Ok(outcome)
    }

    fn update(
        &mut self,
        row: &Row,
        there: &Arc<Agency>,
        may: &impl Fn(&str) -> bool,
    ) -> Result<bool, Message> {
        if !may(&there.path) {
            return Err(Message::new("org.import.not_yours"));
        }
        if let Some(code) = &row.parent_code
            && let Some(parent) = there.parent.and_then(|id| self.tree.get(id))
            && parent.unit_code.as_ref() != Some(code)
        {
            return Err(Message::new("org.import.parent_differs").with("other", &parent.full_name));
        }
        self.check_agency_code(row, there.validity, Some(there.id))?;
        let mut agency = Agency::clone(there);
        let details = &mut agency.details;
        details.name = row.name.clone();
        details.full_name = row.full_name.clone();
        details.commune_kind = commune_kind(row).or(details.commune_kind);
        details.name_en = row.name_en.clone().or(details.name_en.take());
        details.code = row.agency_code.clone().or(details.code.take());
        details.area_km2 = row.area_km2.or(details.area_km2);
        details.lat = row.lat.or(details.lat);
        details.lon = row.lon.or(details.lon);
        if agency == **there {
            return Ok(false);
        }
        self.changed.push(agency);
        Ok(true)
    }

    fn add(&mut self, row: &Row, may: &impl Fn(&str) -> bool) -> Result<bool, Message> {
        if let Some(other) = self.tree.with_unit_code(&row.code).find(|a| a.validity.overlaps(&row.validity))
        {
            let message = Message::new("org.import.overlap").with("value", &row.code);
            return Err(message.with("other", &other.full_name));
        }
        let parent = self.parent(row)?;
        let (parent_id, parent_path, place) = parent.map_or((None, String::new(), String::new()), |p| {
            // In a label only a district tells two communes apart.
            let place = if p.kind == Kind::District { p.name.clone() } else { String::new() };
            (Some(p.id), p.path.clone(), place)
        });
        let id: Id<Agency> = new_id();
        if !may(&crate::agency::path_below(&parent_path, id)) {
            return Err(Message::new("org.import.not_yours"));
        }
        self.check_agency_code(row, row.validity, None)?;
        let details = Details {
            kind: row.kind,
            commune_kind: commune_kind(row),
            code: row.agency_code.clone(),
            unit_code: Some(row.code.clone()),
            name: row.name.clone(),
            full_name: row.full_name.clone(),
            name_en: row.name_en.clone(),
            slug: self.slugs.take(&wishes(&row.name, &row.full_name, &place), row.validity),
            parent: parent_id,
            validity: row.validity,
            address: String::new(),
            phone: String::new(),
            email: String::new(),
            office_hours: String::new(),
            area_km2: row.area_km2,
            lat: row.lat,
            lon: row.lon,
            status: Status::Memory,
            note: String::new(),
        };
        self.added.push(Agency::new(id, &parent_path, details));
        Ok(true)
    }

    /// The unit above: the one named, or the province where none is named.
    fn parent(&self, row: &Row) -> Result<Option<&Agency>, Message> {
        let holds = |a: &&Agency| within(&row.validity, &a.validity);
        let Some(code) = &row.parent_code else {
            if row.kind == Kind::Province {
                return Ok(None);
            }
            let day = row.validity.from().or(row.validity.to()).unwrap_or(self.today);
            let root = self
                .tree
                .root(day)
                .map(Arc::as_ref)
                .or_else(|| self.added.iter().find(|a| a.parent.is_none()));
            return root.filter(holds).map(Some).ok_or_else(|| Message::new("org.import.no_parent"));
        };
        let unknown = || Message::new("org.import.parent").with("value", code);
        let known = self.tree.with_unit_code(code).map(Arc::as_ref);
        let candidates = known.chain(self.added.iter().filter(|a| a.unit_code.as_ref() == Some(code)));
        let parent = candidates.into_iter().find(holds).ok_or_else(unknown)?;
        if parent.kind >= row.kind {
            return Err(Message::new("org.import.level").with("other", &parent.full_name));
        }
        Ok(Some(parent))
    }

    fn check_agency_code(
        &self,
        row: &Row,
        validity: Validity,
        own: Option<Id<Agency>>,
    ) -> Result<(), Message> {
        let Some(code) = &row.agency_code else { return Ok(()) };
        let mut others = self.tree.all().map(Arc::as_ref).chain(&self.added).chain(&self.changed);
        let other = others
            .find(|a| Some(a.id) != own && a.code.as_ref() == Some(code) && a.validity.overlaps(&validity));
        other.map_or(Ok(()), |other| {
            let message = Message::new("org.agency.code_taken").with("value", code);
            Err(message.with("other", &other.full_name))
        })
    }
}

fn commune_kind(row: &Row) -> Option<CommuneKind> {
    (row.kind == Kind::Commune).then(|| CommuneKind::of_full_name(&row.full_name)).flatten()
}
