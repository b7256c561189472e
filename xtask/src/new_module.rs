//! `cargo xtask new-module education`: the crate of a new module, entered in the program.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Writes `crates/mod_NAME/` from `xtask/templates/module/`, its lines in the root `Cargo.toml` and
/// `crates/app/Cargo.toml`, and its line in `crates/app/src/modules.rs`. Everything is put together before anything
/// is written, so a refusal leaves the workspace as it was.
///
/// Errors: a name that is not one lower-case word, or that a crate has already; a file to enter it in that is not as
/// expected.
pub fn run(root: &Path, name: &str) -> Result<()> {
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase()) {
        bail!(
            "`{name}`: a module's name is one word of the letters a-z; it begins tables, permissions and text keys"
        );
    }
    let folder = root.join(format!("crates/mod_{name}"));
    for taken in [name.to_owned(), format!("svc_{name}"), format!("mod_{name}")] {
        if root.join("crates").join(&taken).exists() {
            bail!(
                "crates/{taken} exists already, and tables, permissions and text keys begin with the same word"
            );
        }
    }

    let mut files = Vec::new();
    let templates = root.join("xtask/templates/module");
    collect(&templates, &templates, &folder, name, &mut files)?;
    let line = format!("mod_{name}.workspace = true");
    let path = format!("mod_{name} = {{ path = \"crates/mod_{name}\" }}");
    let module = format!("    &mod_{name}::MODULE,");
    for (file, is_like, line) in [
        (
            "Cargo.toml",
            (|line| line.starts_with("mod_") && line.contains("path =")) as fn(&str) -> bool,
            path,
        ),
        ("crates/app/Cargo.toml", |line| line.starts_with("mod_"), line),
        ("crates/app/src/modules.rs", |line| line.trim_start().starts_with("&mod_"), module),
    ] {
        let path = root.join(file);
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let entered = insert_after_last(&text, is_like, &line).with_context(|| {
            format!("{file} has no line of another module after which to put: {}", line.trim())
        })?;
        files.push((path, entered));
    }

    for (path, text) in files {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
        println!("wrote {}", path.strip_prefix(root).unwrap_or(&path).display());
    }
    println!("Next: its words, invariants and law in crates/mod_{name}/README.md, then the first slice.");
    Ok(())
}

/// The templates below `folder` with the name filled in, each with the place it goes to.
fn collect(
    base: &Path,
    folder: &Path,
    to: &Path,
    name: &str,
    files: &mut Vec<(PathBuf, String)>,
) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(base, &path, to, name, files)?;
        } else {
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            files.push((to.join(path.strip_prefix(base)?), filled(&text, name)));
        }
    }
    Ok(())
}

fn filled(template: &str, name: &str) -> String {
    let capital = name[..1].to_uppercase() + &name[1..];
    template.replace("__name__", name).replace("__Name__", &capital).replace("__NAME__", &name.to_uppercase())
}

/// The text with `line` after the last line for which `is_like` holds; `None` where there is none.
fn insert_after_last(text: &str, is_like: fn(&str) -> bool, line: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.iter().rposition(|line| is_like(line))?;
    lines.insert(last + 1, line);
    Some(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests;
