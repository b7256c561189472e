//! `locales/vi.toml` and `locales/en.toml` of a crate.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::Finding;
use super::tree::File;

/// A text: where it is defined, and what it says.
pub struct Text {
    pub line: usize,
    pub value: String,
}

/// The texts of a file by key, nested tables joined by dots.
pub fn texts(file: &File, findings: &mut Vec<Finding>) -> BTreeMap<String, Text> {
    let mut texts = BTreeMap::new();
    match DeTable::parse(&file.text) {
        Ok(table) => collect(file, "", table.get_ref(), &mut texts, findings),
        Err(error) => {
            let line = error.span().map_or(0, |span| line_of(&file.text, span.start));
            findings.push(Finding::new(&file.path, line, format!("correct the TOML: {}", error.message())));
        }
    }
    texts
}

fn collect(
    file: &File,
    prefix: &str,
    table: &DeTable<'_>,
    texts: &mut BTreeMap<String, Text>,
    findings: &mut Vec<Finding>,
) {
    for (name, value) in table {
        let key = if prefix.is_empty() {
            name.get_ref().to_string()
        } else {
            format!("{prefix}.{}", name.get_ref())
        };
        let line = line_of(&file.text, name.span().start);
        match value.get_ref() {
            DeValue::Table(inner) => collect(file, &key, inner, texts, findings),
            DeValue::String(text) if text.trim().is_empty() => {
                findings.push(Finding::new(&file.path, line, format!("give `{key}` a text or remove it")));
            }
            DeValue::String(text) => {
                texts.insert(key, Text { line, value: text.to_string() });
            }
            _ => findings.push(Finding::new(&file.path, line, format!("make `{key}` a string"))),
        }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count() + 1
}
