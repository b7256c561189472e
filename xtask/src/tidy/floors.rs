//! The one hard rule: a crate depends only on lower floors. The folder is the name, and versions are set once.

use super::Finding;
use super::tree::{File, Tree};

/// From the ground up; a service may use those before it.
const ORDER: [&str; 14] = [
    "base",
    "contracts",
    "ui",
    "kernel",
    "svc_org",
    "svc_files",
    "svc_identity",
    "svc_audit",
    "svc_search",
    "svc_notify",
    "svc_workflow",
    "svc_forms",
    "svc_catalogue",
    "svc_pdf",
];
const MODULES: usize = ORDER.len();
const APP: usize = ORDER.len() + 1;

pub fn check(tree: &Tree, findings: &mut Vec<Finding>) {
    let crates = tree.crates();
    for name in &crates {
        if tree.get(&format!("crates/{name}/Cargo.toml")).is_none() {
            let advice =
                "give the folder a Cargo.toml or move its files: `ls crates` is the map of the crates";
            findings.push(Finding::new(&format!("crates/{name}"), 0, advice));
        }
    }
    for file in tree.files().filter(|file| file.name() == "Cargo.toml" && file.path != "Cargo.toml") {
        let mut say = |line: usize, advice: String| findings.push(Finding::new(&file.path, line, advice));
        let manifest: toml::Table = match file.text.parse() {
            Ok(manifest) => manifest,
            Err(error) => {
                say(0, format!("correct the TOML: {error}"));
                continue;
            }
        };
        let folder = file.path.trim_end_matches("/Cargo.toml");
        let name = manifest
            .get("package")
            .and_then(|package| package.get("name"))
            .and_then(toml::Value::as_str)
            .unwrap_or_default();
        if folder != "xtask" && folder != format!("crates/{name}") {
            say(
                line_with(file, "name"),
                format!("a crate lies in crates/ under its own name: `{folder}` holds `{name}`"),
            );
        }
        let inherits =
            manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
        if inherits != Some(true) {
            say(0, "add `[lints]` with `workspace = true`: lints are set once, at the root".to_owned());
        }
        if floor(name).is_none() && !matches!(name, "testkit" | "xtask") {
            say(line_with(file, "name"), format!("give `{name}` its floor in xtask/src/tidy/floors.rs"));
        }
        for dependency in dependencies(&manifest) {
            let line = line_with(file, &dependency.key);
            if !dependency.workspace {
                say(
                    line,
                    format!(
                        "write `{}.workspace = true`: versions are set once, at the root",
                        dependency.key
                    ),
                );
            }
            let ours = crates.contains(&dependency.package.as_str()) || dependency.package == "xtask";
            if ours && let Some(advice) = forbidden(name, &dependency.package, dependency.dev) {
                say(line, advice);
            }
        }
    }
}

/// Where a crate stands; modules share one floor.
fn floor(name: &str) -> Option<usize> {
    match name {
        "app" => Some(APP),
        _ if name.starts_with("mod_") => Some(MODULES),
        _ => ORDER.iter().position(|known| *known == name),
    }
}

/// Why the crate `from` may not use `to`, both of this workspace.
fn forbidden(from: &str, to: &str, dev: bool) -> Option<String> {
    match (from, to) {
        ("xtask", _) => {
            Some(format!("do without `{to}`: xtask builds in seconds because it needs none of the program"))
        }
        (_, "xtask") => Some("do without `xtask`: it is a tool beside the program".to_owned()),
        (_, "testkit") if dev => None,
        (_, "testkit") => {
            Some("move `testkit` to [dev-dependencies]: it must not come into the program".to_owned())
        }
        // Modules and the program are tested with it, so it stands below them.
        ("testkit", _) => {
            let low = floor(to).is_some_and(|floor| floor < MODULES);
            (!low).then(|| format!("do without `{to}`: testkit stands below the modules it tests"))
        }
        _ => match (floor(from), floor(to)) {
            (Some(MODULES), Some(MODULES)) => Some(format!(
                "meet `{to}` in a service or through an event of contracts: no module knows another"
            )),
            (Some(upper), Some(lower)) if lower >= upper => {
                Some(format!("do without `{to}`: `{from}` stands on a lower floor or before it"))
            }
            _ => None,
        },
    }
}

struct Dependency {
    /// As written.
    key: String,
    /// The crate meant, where it is renamed.
    package: String,
    dev: bool,
    /// Whether its version comes from the root.
    workspace: bool,
}

fn dependencies(manifest: &toml::Table) -> Vec<Dependency> {
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let tables = targets.into_iter().flat_map(|table| table.values().filter_map(toml::Value::as_table));
    let mut list = Vec::new();
    for table in std::iter::once(manifest).chain(tables) {
        for (section, dev) in
            [("dependencies", false), ("dev-dependencies", true), ("build-dependencies", false)]
        {
            let entries = table.get(section).and_then(toml::Value::as_table);
            for (key, value) in entries.into_iter().flatten() {
                let package = value.get("package").and_then(toml::Value::as_str).unwrap_or(key);
                let workspace = value.get("workspace").and_then(toml::Value::as_bool) == Some(true);
                list.push(Dependency { key: key.clone(), package: package.to_owned(), dev, workspace });
            }
        }
    }
    list
}

/// The first line that begins with `key`, for a person to find it; 0 where there is none.
fn line_with(file: &File, key: &str) -> usize {
    let begins = |line: &str| {
        line.trim_start().strip_prefix(key).is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
    };
    file.text.lines().position(begins).map_or(0, |at| at + 1)
}
