//! The front-end files. Their build output is committed so that cargo alone builds the program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::{program, run};
use crate::tools;

/// What the build may write.
const OUTPUT: [&str; 2] = ["web/dist", "crates/ui"];

/// Installs the packages named by `web/package-lock.json`. Their own scripts do not run: they could download anything.
pub fn install(root: &Path) -> Result<()> {
    run(program(tools::npm()?)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(root.join("web")))
}

/// `npm ci` and `npm run build` in `web/`.
pub fn build(root: &Path) -> Result<()> {
    if !root.join("web/package.json").is_file() {
        bail!("web/package.json is missing: there is no front end to build");
    }
    install(root)?;
    run(program(tools::npm()?).args(["run", "build"]).current_dir(root.join("web")))
}

/// Proves that the committed output is what the source builds to: builds again and compares, byte by byte. Comparing
/// with the files as they lay, not with the last commit, lets it run on a work tree with changes.
pub fn check(root: &Path) -> Result<()> {
    if !root.join("web/build.mjs").is_file() {
        println!("web/build.mjs is missing: no front end to check");
        return Ok(());
    }
    let before = snapshot(root)?;
    build(root)?;
    let after = snapshot(root)?;
    let changed = differences(&before, &after);
    if !changed.is_empty() {
        bail!("not what web/ builds to; run `cargo xtask assets` and commit:\n{}", changed.join("\n"));
    }
    Ok(())
}

type Snapshot = BTreeMap<PathBuf, Vec<u8>>;

fn snapshot(root: &Path) -> Result<Snapshot> {
    let mut files = Snapshot::new();
    for folder in OUTPUT.map(|folder| root.join(folder)) {
        if folder.is_dir() {
            collect(&folder, &mut files)?;
        }
    }
    Ok(files)
}

fn collect(folder: &Path, files: &mut Snapshot) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
            files.insert(path, bytes);
        }
    }
    Ok(())
}

fn differences(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let gone = before
        .keys()
        .filter(|path| !after.contains_key(*path))
        .map(|path| format!("{}: removed", path.display()));
    let other = after.iter().filter_map(|(path, bytes)| match before.get(path) {
        None => Some(format!("{}: new", path.display())),
        Some(old) if old != bytes => Some(format!("{}: different", path.display())),
        Some(_) => None,
    });
    gone.chain(other).collect()
}

#[cfg(test)]
mod tests;
