//! Slices: one file speaks with the table, and no file grows past reading.

use super::Finding;
use super::rust::{Kind, is_word};
use super::tree::{File, Tree};

/// Past this, a noun or a verb is usually hiding in a file.
const LONG: usize = 450;

/// `entity.rs` is named by the `store.rs` beside it, and declared by the module they are in.
pub fn check(tree: &Tree, findings: &mut Vec<Finding>) {
    for file in tree.files().filter(|file| file.crate_name().is_some() && file.is("rs")) {
        if matches!(file.name(), "store.rs" | "entity.rs") || file.path.contains("/store/") {
            continue;
        }
        for piece in file.pieces.iter().filter(|piece| piece.kind == Kind::Code && !piece.test) {
            for (line, text) in piece.lines() {
                if names_entity(text) {
                    findings.push(Finding::new(
                        &file.path,
                        line,
                        "ask store.rs: only it names the slice's `entity`",
                    ));
                }
            }
        }
    }
}

/// A path through `entity`, or an import of it; sea_orm has a module of the same name.
fn names_entity(line: &str) -> bool {
    let import = line.trim_start().starts_with("use ") || line.trim_start().starts_with("pub use ");
    line.match_indices("entity").any(|(at, found)| {
        let (before, after) = (&line[..at], &line[at + found.len()..]);
        let whole =
            !before.chars().next_back().is_some_and(is_word) && !after.chars().next().is_some_and(is_word);
        let path = before.ends_with("::") || after.starts_with("::") || import;
        whole && path && !before.ends_with("sea_orm::")
    })
}

/// A warning for each file that is longer than one reads in a sitting.
pub fn long_files(tree: &Tree) -> Vec<Finding> {
    let count = |file: &File| file.text.lines().count();
    let long = tree.files().filter(|file| (file.is("rs") || file.is("html")) && count(file) > LONG);
    long.map(|file| Finding::new(&file.path, 0, format!("{} lines: split it by meaning", count(file))))
        .collect()
}
