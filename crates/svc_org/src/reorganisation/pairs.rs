//! Pairs of codes as the annexes of reorganisations list them: what a unit was, and what it is now.

use std::collections::{HashMap, HashSet};

use base::{LocalDate, text::nfc};
use ui::Message;
use uuid::Uuid;

use super::model::{Content, Line, NewAgency};
use crate::{Agency, AgencyCode, Kind, Rejected, Tree};

/// What was read of a file of pairs.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// What it plans.
    pub content: Content,
    /// Rows that were left out, with reasons.
    pub rejected: Vec<Rejected>,
}

struct Row {
    line: u64,
    text: String,
    old: String,
    new: String,
    name: String,
    relation: Relation,
}

#[derive(Clone, Copy, PartialEq)]
enum Relation {
    Whole,
    Part,
    Unchanged,
}

/// Reads `old_code,new_code,relation,new_full_name`: the code a unit has the day before, the code it has from the day
/// on (none: it is dissolved), `whole`, `part` or `unchanged`, and the new unit's name where there is none with the code
/// yet. With `levels` districts of which nothing remains end too.
pub(crate) fn read(
    tree: &Tree,
    on: LocalDate,
    bytes: &[u8],
    levels: bool,
    make_id: impl Fn() -> Uuid,
) -> Pairs {
    let mut pairs = Pairs::default();
    let rows = rows(bytes, &mut pairs.rejected);
    let day = on.previous();
    let find = |code: &str| -> Option<&Agency> {
        let unit = tree.by_unit_code(code, day);
        let agency = || AgencyCode::parse(code).ok().and_then(|code| tree.by_code(&code, day));
        unit.or_else(agency).map(AsRef::as_ref)
    };
    let ending: HashSet<&str> = rows.iter().map(|r| r.old.as_str()).collect();
    let mut made: HashMap<String, Uuid> = HashMap::new();
    for row in &rows {
        let reject = |reason: Message| Rejected { line: row.line, reason, text: row.text.clone() };
        let Some(old) = find(&row.old) else {
            let reason = Message::new("org.reorganisation.pairs.old").with("value", &row.old);
            pairs.rejected.push(reject(reason.with("day", day.vn())));
            continue;
        };
        let to = match row.new.as_str() {
            "" => None,
            code => match find(code).filter(|a| !ending.contains(code) && a.id != old.id) {
                Some(there) => Some(there.id.uuid()),
                None => {
                    let model = find(code).filter(|_| ending.contains(code)).unwrap_or(old);
                    let new = || new_agency(row, old, model, &make_id);
                    match made.get(code).copied().map(Ok).unwrap_or_else(|| {
                        let new = new()?;
                        let id = new.id;
                        pairs.content.new.push(new);
                        made.insert(code.to_owned(), id);
                        Ok(id)
                    }) {
                        Ok(id) => Some(id),
                        Err(reason) => {
                            pairs.rejected.push(reject(reason));
                            continue;
                        }
                    }
                }
            },
        };
        add(&mut pairs.content.lines, old.id.uuid(), to, row.relation);
    }
    if levels {
        emptied(tree, on, &mut pairs.content.lines);
    }
    pairs
}

/// One row of a unit after another: those it is divided between come together in one line.
fn add(lines: &mut Vec<Line>, from: Uuid, to: Option<Uuid>, relation: Relation) {
    match lines.iter_mut().find(|l| l.from == from) {
        Some(line) => {
            line.to.extend(to.filter(|to| !line.to.contains(to)));
            line.part |= relation == Relation::Part;
            line.unchanged = false;
        }
        None => lines.push(Line {
            from,
            to: to.into_iter().collect(),
            part: relation == Relation::Part,
            unchanged: relation == Relation::Unchanged,
            ..Line::default()
        }),
    }
}

fn new_agency(
    row: &Row,
    old: &Agency,
    model: &Agency,
    make_id: &impl Fn() -> Uuid,
) -> Result<NewAgency, Message> {
    let full_name = if row.name.is_empty() { model.full_name.clone() } else { row.name.clone() };
    if row.name.is_empty() && model.unit_code.as_ref() != Some(&row.new) {
        return Err(Message::new("org.reorganisation.pairs.name").with("value", &row.new));
    }
    let digits = old.kind.unit_digits();
    let is_code = digits == Some(row.new.len()) && row.new.bytes().all(|b| b.is_ascii_digit());
    if digits.is_some() && !is_code {
        return Err(Message::new("org.import.code").with("value", &row.new));
    }
    Ok(NewAgency {
        id: make_id(),
        after: model.id.uuid(),
        name: short_name(&full_name, old.kind),
        full_name,
        unit_code: is_code.then(|| row.new.clone()),
        parent: None,
        same: false,
    })
}

/// The name without the words for its kind.
pub(crate) fn short_name(full_name: &str, kind: Kind) -> String {
    let kinds: &[&str] = match kind {
        Kind::Commune => &["xa", "phuong", "thi tran"],
        Kind::District => &["huyen", "thanh pho", "thi xa"],
        Kind::Province => &["tinh", "thanh pho"],
        _ => &[],
    };
    let folded = base::text::fold(full_name);
    let words =
        kinds.iter().find(|k| folded.starts_with(&format!("{k} "))).map_or(0, |k| k.split(' ').count());
    full_name.split_whitespace().skip(words).collect::<Vec<_>>().join(" ")
}

/// Districts of which nothing remains end with what lay in them.
fn emptied(tree: &Tree, on: LocalDate, lines: &mut Vec<Line>) {
    let day = on.previous();
    for unit in tree.at(day).into_iter().filter(|a| a.kind == Kind::District) {
        if is_emptied(tree, unit, day, lines) && lines.iter().all(|l| l.from != unit.id.uuid()) {
            lines.push(Line { from: unit.id.uuid(), ..Line::default() });
        }
    }
}

fn is_emptied(tree: &Tree, unit: &Agency, day: LocalDate, lines: &[Line]) -> bool {
    let below = tree.children(unit.id, day);
    !below.is_empty() && below.iter().all(|a| lines.iter().any(|l| l.from == a.id.uuid()))
}

fn rows(bytes: &[u8], rejected: &mut Vec<Rejected>) -> Vec<Row> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
    let mut columns: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for record in reader.byte_records() {
        let Ok(record) = record else {
            let reason = Message::new("org.import.structure");
            rejected.push(Rejected { line: 1, reason, text: String::new() });
            break;
        };
        let line = record.position().map_or(1, csv::Position::line);
        let text = record.iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",");
        let mut reject = |reason: Message| rejected.push(Rejected { line, reason, text: text.clone() });
        let Ok(cells) = csv::StringRecord::from_byte_record(record) else {
            reject(Message::new("org.import.encoding"));
            continue;
        };
        let Some(names) = &columns else {
            let names: Vec<String> = cells.iter().map(|c| c.trim().to_ascii_lowercase()).collect();
            if ["old_code", "new_code"].iter().any(|needed| names.iter().all(|n| n != needed)) {
                reject(Message::new("org.import.columns").with("columns", "old_code, new_code"));
                break;
            }
            columns = Some(names);
            continue;
        };
        let cell = |wanted: &[&str]| -> String {
            let at = names.iter().position(|name| wanted.contains(&name.as_str()));
            at.and_then(|at| cells.get(at)).map(nfc).unwrap_or_default()
        };
        let relation = match cell(&["relation", "extent"]).as_str() {
            "" | "whole" | "toan_bo" => Relation::Whole,
            "part" | "mot_phan" => Relation::Part,
            "unchanged" | "giu_nguyen" => Relation::Unchanged,
            other => {
                reject(Message::new("org.reorganisation.pairs.relation").with("value", other));
                continue;
            }
        };
        let old = cell(&["old_code"]);
        if old.is_empty() {
            reject(Message::new("org.import.empty").with("column", "old_code"));
            continue;
        }
        let (new, name) = (cell(&["new_code"]), cell(&["new_full_name"]));
        rows.push(Row { line, text, old, new, name, relation });
    }
    rows
}
