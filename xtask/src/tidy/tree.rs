//! The files of a workspace, in memory: the checks read nothing else, so a test hands them a made-up one.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use super::rust::{self, Piece};
use super::template;

/// Folders that hold nothing written by hand, or not by the house style (the templates are no files of their own).
const SKIPPED: [&str; 5] = ["target", "node_modules", ".git", "web/dist", "xtask/templates"];
const READ: [&str; 5] = ["rs", "html", "toml", "sql", "sh"];

/// One file, its path relative to the root and written with `/`.
pub struct File {
    pub path: String,
    pub text: String,
    /// The text taken apart; empty unless it is Rust or a template.
    pub pieces: Vec<Piece>,
}

impl File {
    fn new(path: String, text: String) -> Self {
        let mut pieces = match path.rsplit('.').next() {
            Some("rs") => rust::pieces(&text),
            Some("html") => template::pieces(&text),
            _ => Vec::new(),
        };
        if is_test_path(&path) {
            pieces.iter_mut().for_each(|piece| piece.test = true);
        }
        Self { path, text, pieces }
    }

    /// Whether the file's name ends in `.extension`.
    pub fn is(&self, extension: &str) -> bool {
        self.path.strip_suffix(extension).is_some_and(|rest| rest.ends_with('.'))
    }

    /// The folder under `crates/` that the file is in, which is the name of its crate.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split_once('/').map(|(name, _)| name)
    }

    /// The file's own name.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// `tests.rs`, anything in a `tests` or `benches` folder, and the crate that only tests use.
fn is_test_path(path: &str) -> bool {
    path.starts_with("crates/testkit/")
        || path
            .split('/')
            .any(|part| matches!(part, "tests" | "benches" | "tests.rs") || part.ends_with("_tests.rs"))
}

/// A crate's name without the mark of its floor: the first word of its tables, permissions and text keys.
pub fn word(crate_name: &str) -> &str {
    crate_name.strip_prefix("svc_").or_else(|| crate_name.strip_prefix("mod_")).unwrap_or(crate_name)
}

/// All files that are checked.
pub struct Tree {
    files: BTreeMap<String, File>,
}

impl Tree {
    /// Reads the workspace at `root`. Errors: a file that cannot be read or is not UTF-8.
    pub fn read(root: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        read_folder(root, "", &mut files)?;
        Ok(Self { files })
    }

    /// A workspace of these paths and texts.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| {
            ((*path).to_owned(), File::new((*path).to_owned(), (*text).to_owned()))
        };
        Self { files: files.iter().map(file).collect() }
    }

    /// In the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// The names of the folders directly under `crates/`.
    pub fn crates(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.files().filter_map(File::crate_name).collect();
        names.dedup();
        names
    }
}

fn read_folder(root: &Path, folder: &str, files: &mut BTreeMap<String, File>) -> Result<()> {
    let place = root.join(folder);
    for entry in std::fs::read_dir(&place).with_context(|| place.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if !SKIPPED.contains(&name.as_str()) && !SKIPPED.contains(&path.as_str()) {
                read_folder(root, &path, files)?;
            }
        } else if kind.is_file() && path.rsplit_once('.').is_some_and(|(_, end)| READ.contains(&end)) {
            let text =
                std::fs::read_to_string(entry.path()).with_context(|| entry.path().display().to_string())?;
            files.insert(path.clone(), File::new(path, text));
        }
    }
    Ok(())
}
