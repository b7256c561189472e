//! Texts as they can be printed. A letter the typeface lacks would make the file no PDF/A, and one nobody sees may turn
//! what is read: the first is replaced by a sign that shows it, the second left out.

use kernel::{Error, Result};
use serde_json::Value;
use ui::Message;

/// Longest single text, in characters.
pub const LONGEST: usize = 20_000;
/// Largest data of one printout, in bytes of text.
pub const LARGEST: usize = 100_000;

/// Stands for a letter the typeface lacks (U+FFFD, as everywhere).
const LACKING: char = char::REPLACEMENT_CHARACTER;
/// Most marks over and under one letter; no language has more.
const MARKS: usize = 4;

/// Makes every text of `data` printable; `known` says which letters the typeface has.
///
/// # Errors
/// [`Error::TooLarge`].
pub(crate) fn data(mut data: Value, known: impl Fn(char) -> bool) -> Result<Value> {
    let mut left = LARGEST;
    walk(&mut data, &mut left, &known)?;
    Ok(data)
}

fn walk(value: &mut Value, left: &mut usize, known: &impl Fn(char) -> bool) -> Result<()> {
    // What holds nothing takes room, too.
    let size = if let Value::String(text) = &*value { text.len() + 1 } else { 1 };
    let long = matches!(&*value, Value::String(text) if text.chars().nth(LONGEST).is_some());
    *left = left.checked_sub(size).filter(|_| !long).ok_or_else(too_large)?;
    match value {
        Value::String(text) => *text = plain(text, known),
        Value::Array(values) => values.iter_mut().try_for_each(|value| walk(value, left, known))?,
        Value::Object(fields) => fields.values_mut().try_for_each(|value| walk(value, left, known))?,
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

fn too_large() -> Error {
    Error::TooLarge(Message::new("pdf.too_large").with("most", LONGEST).with("all", LARGEST / 1000))
}

/// One text: composed, with line feeds for line ends.
pub(crate) fn plain(text: &str, known: &impl Fn(char) -> bool) -> String {
    let mut result = String::with_capacity(text.len());
    let mut marks = 0;
    let mut before = ' ';
    for c in base::text::nfc(text).chars() {
        let end_of_line = matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}');
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            '\n' if before == '\r' => {}
            _ if end_of_line => result.push('\n'),
            _ if is_unseen(c) || marks > MARKS => {}
            _ if known(c) => result.push(c),
            _ if c.is_whitespace() => result.push(' '),
            _ => result.push(LACKING),
        }
        before = c;
    }
    result
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}')
}

/// What has no shape of its own and only changes how others are shown (Unicode: `Default_Ignorable_Code_Point`).
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}
