//! The report, as Markdown.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

const BEGIN: &str = "<!-- measured: written by `cargo xtask bench --record` -->";
const END: &str = "<!-- end of measured -->";
/// What a table's part of the document begins with.
const TABLE: &str = "\n### ";

/// Tables of figures with what they were measured on.
pub struct Report {
    machine: String,
    /// Each table by its title.
    tables: Vec<(String, String)>,
}

impl Report {
    pub fn new(machine: String) -> Self {
        Self { machine, tables: Vec::new() }
    }

    /// Adds a table.
    pub fn table(&mut self, title: &str, note: &str, head: &[&str], rows: &[Vec<String>]) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let head: Vec<String> = head.iter().map(|s| (*s).to_owned()).collect();
        let rule = vec!["---".to_owned(); head.len()];
        let mut text = format!("{note}\n\n{}{}", line(&head), line(&rule));
        for row in rows {
            text.push_str(&line(row));
        }
        self.tables.push((title.to_owned(), text));
    }

    pub fn text(&self) -> String {
        let tables = self.tables.iter().map(|(title, text)| format!("{TABLE}{title}\n\n{text}"));
        format!("Machine: {}\n{}", self.machine, tables.collect::<String>())
    }

    /// Replaces the measured part of the document; after a run of some benches only their tables, which then say
    /// themselves what they were measured on.
    pub fn keep(&self, file: &Path, whole: bool) -> Result<()> {
        let old = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let (head, rest) = old.split_once(BEGIN).context("docs/benchmarks.md has lost its marks")?;
        let (measured, tail) = rest.split_once(END).context("docs/benchmarks.md has lost its marks")?;
        let text = if whole { self.text() } else { self.merged(measured.trim()) };
        std::fs::write(file, format!("{head}{BEGIN}\n\n{text}\n{END}{tail}"))?;
        Ok(())
    }

    fn merged(&self, measured: &str) -> String {
        let mut parts = measured.split(TABLE);
        let mut text = format!("{}\n", parts.next().unwrap_or_default().trim_end());
        let kept = parts.filter(|part| {
            let title = part.lines().next().unwrap_or_default();
            self.tables.iter().all(|(new, _)| new != title)
        });
        for part in kept {
            let _ = writeln!(text, "{TABLE}{}", part.trim_end());
        }
        for (title, table) in &self.tables {
            let _ = write!(text, "{TABLE}{title}\n\nMeasured apart: {}\n\n{table}", self.machine);
        }
        text
    }
}

#[cfg(test)]
mod tests;
