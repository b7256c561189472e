//! Texts as people type them, turned into what is kept.

use http::StatusCode;
use kernel::{Error, Result};
use ui::{FormState, Message};

/// What an act found wrong, said in the form as it was typed.
pub fn with_faults(mut form: FormState, faults: &FormState) -> FormState {
    for fault in faults.errors() {
        form.reject(&fault.field, fault.message.clone());
    }
    form
}

/// What an act refused, said in the form as it was typed, with the status of the answer.
///
/// # Errors
/// Those that say nothing of what was typed.
pub fn refused(mut form: FormState, error: Error) -> Result<(FormState, StatusCode)> {
    match error {
        Error::Invalid(faults) => Ok((with_faults(form, &faults), StatusCode::UNPROCESSABLE_ENTITY)),
        Error::Conflict(message) => {
            form.reject("", message);
            Ok((form, StatusCode::CONFLICT))
        }
        other => Err(other),
    }
}

/// A field of one line: control characters and line breaks become spaces.
pub fn line(form: &mut FormState, field: &str, max: usize) -> String {
    let typed = form.text(field);
    let words = typed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    limit(form, field, &line, max);
    line
}

/// Several lines. Characters no page can show are left out; line ends are of one kind.
pub fn text(form: &mut FormState, field: &str, max: usize) -> String {
    let typed = form.text(field).replace("\r\n", "\n");
    let text: String = typed.chars().filter(|&c| c == '\n' || c == '\t' || !c.is_control()).collect();
    let text = text.trim().to_owned();
    limit(form, field, &text, max);
    text
}

/// A line that must not be empty.
pub fn required_line(form: &mut FormState, field: &str, max: usize, missing: &'static str) -> String {
    let line = line(form, field, max);
    if line.is_empty() {
        form.reject(field, missing);
    }
    line
}

/// A text that must not be empty.
pub fn required_text(form: &mut FormState, field: &str, max: usize, missing: &'static str) -> String {
    let text = text(form, field, max);
    if text.is_empty() {
        form.reject(field, missing);
    }
    text
}

/// Whether a text is a mail address letters can be sent to: one `@`, something before it, a domain with a dot.
pub fn is_mail(text: &str) -> bool {
    let plain = text
        .chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | ',' | ';' | '(' | ')' | '\\'));
    let parts = text.split_once('@');
    let whole = parts.is_some_and(|(local, domain)| {
        let labels = domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
        !local.is_empty() && labels && !domain.contains('@')
    });
    plain && whole && text.len() <= 200
}

fn limit(form: &mut FormState, field: &str, text: &str, max: usize) {
    let typed = text.chars().count();
    if typed > max {
        let message = Message::new("portal.entry.wrong.long").with("max", max).with("over", typed - max);
        form.reject(field, message);
    }
}

/// Plain text as a page shows it: an empty line ends a paragraph, other lines stay lines; nothing in it is markup.
pub fn to_html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let parts = escaped.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| format!("<p>{}</p>", part.replace('\n', "<br>"))).collect()
}

/// Rows as a table for spreadsheets: UTF-8 with the mark by which Excel knows it, every cell made text.
///
/// # Errors
/// None that is known: it is written into memory.
pub fn table(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>> {
    let wrong = |e: String| Error::internal(e);
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer
            .write_record(row.iter().map(|text| base::text::spreadsheet_cell(text)))
            .map_err(|e| wrong(e.to_string()))?;
    }
    writer.into_inner().map_err(|e| wrong(e.to_string()))
}

/// A file to be kept by whoever asked for it, and by nobody on the way.
///
/// # Errors
/// When the name is none.
pub fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Result<axum::response::Response> {
    use http::{HeaderValue, header};
    let mut response = axum::response::Response::new(bytes.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let said = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.insert(header::CONTENT_DISPOSITION, said.map_err(|e| Error::internal(e.to_string()))?);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_of_a_table_is_reckoned() {
        let table = String::from_utf8(table([vec!["a\"b".to_owned(), "-1".to_owned()]]).unwrap()).unwrap();
        assert_eq!(table, "\u{feff}\"a\"\"b\",'-1\n");
    }

    #[test]
    fn plain_text_is_no_markup() {
        assert_eq!(to_html("a <b>\nc\n\n\n\n& \"d\""), "<p>a &lt;b&gt;<br>c</p><p>&amp; &quot;d&quot;</p>");
    }

    #[test]
    fn mail_addresses_are_told_from_what_is_none() {
        for good in ["a@b.vn", "lan.nguyen+x@thu.example.com"] {
            assert!(is_mail(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.vn",
            "a@b..vn",
            "a b@c.vn",
            "a@b@c.vn",
            "a@c.vn,d@e.vn",
            "a@c.vn\nBcc: x@y.z",
            "<a@b.vn>",
        ] {
            assert!(!is_mail(bad), "{bad}");
        }
    }
}
