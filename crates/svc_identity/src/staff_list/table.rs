use ui::{Lang, Message};

use super::{
    column::{COLUMNS, Column, WIDTH, heading, headings},
    delimited, xlsx,
};

/// Largest file, in bytes: twenty thousand people take about two million.
pub(super) const LARGEST: usize = 10 * 1024 * 1024;
/// Most rows of a list; more are a fault of the file, and would hold up everybody else's acts.
pub(super) const MOST_ROWS: usize = 20_000;
/// Longest text of a cell that is looked at, in characters.
pub(super) const LONGEST_CELL: usize = 500;
/// Rows that may stand above the headings: a letterhead, a title.
const ABOVE: usize = 30;
/// Columns recognised in a row of headings before it counts as one.
const RECOGNISED: usize = 2;

/// A row as it stands in a file, before anybody knows what its columns mean.
pub(super) struct Raw {
    pub line: u64,
    pub cells: Vec<String>,
}

/// A staff list as read, its columns recognised and in order.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub(super) rows: Vec<Row>,
    /// Headings nobody knows: what stands below them is not read.
    pub(super) unread: Vec<String>,
}

/// A row of it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its number in the file, from 1.
    pub line: u64,
    cells: [String; WIDTH],
}

impl Row {
    pub(super) fn cell(&self, column: Column) -> &str {
        &self.cells[column as usize]
    }

    /// By what it is recognised in a list of rejected rows. No numbers.
    pub(super) fn words(&self) -> String {
        let words = [Column::FullName, Column::Title, Column::Agency].map(|column| self.cell(column));
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Reads a staff list: a workbook (.xlsx) or text with commas, semicolons or tabs. What it is is told by its bytes; the
/// name only helps to say what is wrong with it.
///
/// # Errors
/// What is wrong with the file, and how to put it right.
pub fn read(bytes: &[u8], file_name: &str) -> Result<Table, Message> {
    if bytes.len() > LARGEST {
        return Err(Message::new("identity.staff_list.too_large").with("n", LARGEST / 1024 / 1024));
    }
    let named = |ending: &str| file_name.to_lowercase().ends_with(ending);
    if bytes.starts_with(b"PK\x03\x04") {
        return assemble(xlsx::read(bytes)?);
    }
    // The container of workbooks before 2007, and of encrypted ones since.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Message::new("identity.staff_list.old_workbook"));
    }
    if named(".xlsx") || named(".xlsm") || named(".ods") {
        return Err(Message::new("identity.staff_list.broken_workbook"));
    }
    let text = delimited::text(bytes)?;
    let mut best: Option<(usize, Vec<Raw>)> = None;
    let known = headings();
    for delimiter in [b'\t', b';', b','] {
        let rows = delimited::rows(text, delimiter)?;
        let most = rows.iter().take(ABOVE).map(|row| recognised(row, &known)).max().unwrap_or(0);
        if best.as_ref().is_none_or(|(found, _)| most > *found) {
            best = Some((most, rows));
        }
    }
    assemble(best.map(|(_, rows)| rows).unwrap_or_default())
}

fn recognised(row: &Raw, known: &std::collections::HashMap<String, Column>) -> usize {
    row.cells.iter().filter(|cell| known.contains_key(&heading(cell))).count()
}

/// Finds the headings and puts every row in the order of [`COLUMNS`].
fn assemble(raw: Vec<Raw>) -> Result<Table, Message> {
    let known = headings();
    let mut rows = raw.into_iter();
    let head = rows.by_ref().take(ABOVE).find(|row| recognised(row, &known) >= RECOGNISED);
    let head = head.ok_or_else(|| Message::new("identity.staff_list.no_headings"))?;
    let mut place: [Option<usize>; WIDTH] = [None; WIDTH];
    let mut unread = Vec::new();
    for (at, cell) in head.cells.iter().enumerate() {
        match known.get(&heading(cell)) {
            Some(column) if place[*column as usize].is_some() => {
                return Err(Message::new("identity.staff_list.heading_twice").with("heading", cell));
            }
            Some(column) => place[*column as usize] = Some(at),
            None if cell.is_empty() => {}
            None => unread.push(cell.clone()),
        }
    }
    if place[Column::FullName as usize].is_none() {
        let name = Column::FullName.header(Lang::Vi);
        return Err(Message::new("identity.staff_list.heading_missing").with("heading", name));
    }
    let hints = [Lang::Vi, Lang::En].map(|lang| heading(&Column::FullName.hint(lang)));
    let mut table = Table { rows: Vec::new(), unread };
    for mut raw in rows {
        let mut take = |column: Column| {
            let at = place[column as usize]?;
            raw.cells.get_mut(at).map(std::mem::take)
        };
        let cells = COLUMNS.map(|column| take(column).unwrap_or_default());
        // The row of the template that says what to write, and rows nobody filled in.
        let is_hint = hints.contains(&heading(&cells[Column::FullName as usize]));
        if is_hint || cells.iter().all(String::is_empty) {
            continue;
        }
        table.rows.push(Row { line: raw.line, cells });
    }
    if table.rows.is_empty() {
        return Err(Message::new("identity.staff_list.empty"));
    }
    if table.rows.len() > MOST_ROWS {
        return Err(Message::new("identity.staff_list.too_many").with("n", MOST_ROWS));
    }
    Ok(table)
}

/// A cell as it is read: composed, on one line, no longer than anything that may be right.
pub(super) fn cell(text: &str) -> String {
    let plain = base::text::nfc(text);
    let words = plain.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line: String = words.collect::<Vec<_>>().join(" ").chars().take(LONGEST_CELL).collect();
    // The apostrophe by which a text that looks like a formula was made harmless.
    match line.strip_prefix('\'') {
        Some(rest) if base::text::is_formula(rest) => rest.to_owned(),
        _ => line,
    }
}
