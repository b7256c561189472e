//! A crate's tables begin with its word, so that one sees whose they are.

use super::Finding;
use super::rust::{Kind, is_word};
use super::tree::{File, Tree, word};

pub fn check(tree: &Tree, findings: &mut Vec<Finding>) {
    for file in tree.files() {
        let Some(own) = file.crate_name().map(word) else { continue };
        let tables = if file.is("sql") { created(&file.text) } else { entities(file) };
        for (line, table) in tables {
            if table.strip_prefix(own).is_none_or(|rest| !rest.starts_with('_')) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("name the table `{own}_…` instead of `{table}`"),
                ));
            }
        }
    }
}

/// Names after `CREATE … TABLE`, and the lines they stand on.
fn created(sql: &str) -> Vec<(usize, String)> {
    let bare = sql.split('\n').map(|line| line.split("--").next().unwrap_or_default());
    let words: Vec<(usize, &str)> = bare
        .enumerate()
        .flat_map(|(line, text)| {
            text.split(|c: char| c.is_whitespace() || c == '(').map(move |word| (line + 1, word))
        })
        .filter(|(_, word)| !word.is_empty())
        .collect();
    let is = |at: usize, expected: &[&str]| {
        words.get(at).is_some_and(|(_, word)| expected.iter().any(|e| word.eq_ignore_ascii_case(e)))
    };
    let mut tables = Vec::new();
    for start in (0..words.len()).filter(|&at| is(at, &["create"])) {
        let mut at = start + 1;
        while is(at, &["unlogged", "temporary", "temp", "virtual"]) {
            at += 1;
        }
        if !is(at, &["table"]) {
            continue;
        }
        at += 1;
        while is(at, &["if", "not", "exists"]) {
            at += 1;
        }
        if let Some((line, name)) = words.get(at) {
            tables.push((*line, name.trim_matches(|c: char| !is_word(c)).to_owned()));
        }
    }
    tables
}

/// `table_name = "…"` of SeaORM entities.
fn entities(file: &File) -> Vec<(usize, String)> {
    let pairs = file.pieces.windows(2).filter_map(|pair| match pair {
        [code, name] if code.kind == Kind::Code && name.kind == Kind::Str && !name.test => Some((code, name)),
        _ => None,
    });
    let named = pairs.filter(|(code, _)| {
        code.text.trim_end().strip_suffix('=').is_some_and(|code| code.trim_end().ends_with("table_name"))
    });
    named.map(|(_, name)| (name.line, name.text.clone())).collect()
}
