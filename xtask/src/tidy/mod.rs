//! `cargo xtask tidy`: the house style, as far as a machine can see it.

use std::fmt;
use std::path::Path;

use anyhow::{Result, bail};

mod calls;
mod floors;
mod keys;
mod letters;
mod locale;
mod rust;
mod slices;
mod subjects;
mod tables;
mod template;
mod tests_style;
mod tree;

use tree::Tree;

/// Something to change.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// From 1; 0 where the whole file is meant.
    line: usize,
    /// What to do.
    advice: String,
}

impl Finding {
    fn new(path: &str, line: usize, advice: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, advice: advice.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.advice),
            line => write!(f, "{}:{line}: {}", self.path, self.advice),
        }
    }
}

/// Every check. A new one is a function of this shape and a line here.
const CHECKS: [fn(&Tree, &mut Vec<Finding>); 7] = [
    floors::check,
    letters::check,
    keys::check,
    tests_style::check,
    slices::check,
    subjects::check,
    tables::check,
];

/// Checks the workspace at `root`; prints every finding, and fails where there is one that is not only a warning.
pub fn run(root: &Path) -> Result<()> {
    let tree = Tree::read(root)?;
    for warning in slices::long_files(&tree) {
        println!("warning: {warning}");
    }
    let findings = findings(&tree);
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} thing(s) to tidy", findings.len());
    }
    println!("{} files are tidy", tree.files().count());
    Ok(())
}

fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in CHECKS {
        check(tree, &mut findings);
    }
    findings.sort();
    findings
}

#[cfg(test)]
mod tests;
