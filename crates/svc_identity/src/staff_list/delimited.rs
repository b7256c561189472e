//! Lists as text: what is copied out of a spreadsheet, and files with commas or semicolons.

use ui::Message;

use super::table::{MOST_ROWS, Raw, cell};

/// The text, without a byte order mark.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Message> {
    let text = std::str::from_utf8(bytes).map_err(|_| Message::new("identity.staff_list.not_utf8"))?;
    if text.contains('\0') {
        return Err(Message::new("identity.staff_list.not_utf8"));
    }
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

/// The rows, taking this delimiter for granted. No cell goes over more than one line: a quotation mark that is not closed
/// on its own would swallow the people below it.
pub(super) fn rows(text: &str, delimiter: u8) -> Result<Vec<Raw>, Message> {
    if let Some(open) = text.lines().position(|line| !line.matches('"').count().is_multiple_of(2)) {
        return Err(Message::new("identity.staff_list.open_quote").with("n", open + 1));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| Message::new("identity.staff_list.not_utf8"))? {
        if rows.len() > MOST_ROWS + 100 {
            return Err(Message::new("identity.staff_list.too_many").with("n", MOST_ROWS));
        }
        let line = record.position().map_or(0, csv::Position::line);
        rows.push(Raw { line, cells: record.iter().map(cell).collect() });
    }
    Ok(rows)
}
