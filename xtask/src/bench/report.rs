//! The report, as Markdown.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

const BEGIN: &str = "<!-- measured: written by `cargo xtask bench --record` -->";
const END: &str = "<!-- end of measured -->";

/// Tables of figures with what they were measured on.
pub struct Report {
    text: String,
}

impl Report {
    pub fn new(machine: String) -> Self {
        Self { text: format!("Machine: {machine}\n") }
    }

    /// Adds a table.
    pub fn table(&mut self, title: &str, note: &str, head: &[&str], rows: &[Vec<String>]) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let head: Vec<String> = head.iter().map(|s| (*s).to_owned()).collect();
        let rule = vec!["---".to_owned(); head.len()];
        let _ = write!(self.text, "\n### {title}\n\n{note}\n\n{}{}", line(&head), line(&rule));
        for row in rows {
            self.text.push_str(&line(row));
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Replaces the measured part of the document.
    pub fn keep(&self, file: &Path) -> Result<()> {
        let old = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let (head, rest) = old.split_once(BEGIN).context("docs/benchmarks.md has lost its marks")?;
        let (_, tail) = rest.split_once(END).context("docs/benchmarks.md has lost its marks")?;
        std::fs::write(file, format!("{head}{BEGIN}\n\n{}\n{END}{tail}", self.text))?;
        Ok(())
    }
}
