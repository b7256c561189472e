//! Licences, forbidden packages and sources, by `deny.toml`.
//!
//! cargo-deny reads the same file and knows more, the security advisories above all, but takes many minutes to
//! install, and the advisories come from a server that not every machine reaches. So this much is checked here, always,
//! and cargo-deny runs where it is installed.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::run::{cargo, output, run as run_command};
use crate::spdx;

/// What crates.io is called in `Cargo.lock`.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks every package that ends up in the program on the platforms of `deny.toml`, tests' packages included.
pub fn run(root: &Path) -> Result<()> {
    let file = root.join("deny.toml");
    let rules = Rules::parse(&std::fs::read_to_string(&file).with_context(|| file.display().to_string())?)?;
    let mut metadata = cargo();
    metadata.current_dir(root).args(["metadata", "--format-version", "1", "--locked"]);
    for target in &rules.targets {
        metadata.args(["--filter-platform", target]);
    }
    let metadata: Value = serde_json::from_str(&output(&mut metadata)?).context("cargo metadata")?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let problems = rules.check(packages);
    if !problems.is_empty() {
        bail!("{} package(s) against deny.toml:\n{}", problems.len(), problems.join("\n"));
    }
    println!("{} packages: licences, bans and sources are as deny.toml asks", packages.len());

    if output(cargo().args(["deny", "--version"])).is_err() {
        println!(
            "cargo-deny is not installed: security advisories were NOT checked (cargo install --locked cargo-deny)"
        );
        return Ok(());
    }
    run_command(cargo().current_dir(root).args(["deny", "check"]))
}

/// The part of `deny.toml` that is enforced here.
struct Rules {
    targets: Vec<String>,
    licences: Vec<String>,
    banned: Vec<String>,
}

impl Rules {
    fn parse(text: &str) -> Result<Self> {
        let file: toml::Table = text.parse().context("deny.toml")?;
        let list = |section: &str, key: &str| -> Result<Vec<String>> {
            let values = file.get(section).and_then(|table| table.get(key)).and_then(toml::Value::as_array);
            let values = values.with_context(|| format!("deny.toml: [{section}] {key} is missing"))?;
            let name = |value: &toml::Value| {
                let name = value.as_str().or_else(|| value.get("name")?.as_str());
                name.map(str::to_owned)
                    .with_context(|| format!("deny.toml: [{section}] {key}: not a name: {value}"))
            };
            values.iter().map(name).collect()
        };
        Ok(Self {
            targets: list("graph", "targets")?,
            licences: list("licenses", "allow")?,
            banned: list("bans", "deny")?,
        })
    }

    /// One line for each thing wrong with `packages`, as `cargo metadata` lists them.
    fn check(&self, packages: &[Value]) -> Vec<String> {
        let mut problems = Vec::new();
        for package in packages {
            let name = package["name"].as_str().unwrap_or_default();
            let version = package["version"].as_str().unwrap_or_default();
            let mut problem = |text: String| problems.push(format!("{name} {version}: {text}"));
            if self.banned.iter().any(|banned| banned == name) {
                problem("forbidden by [bans] deny".to_owned());
            }
            match package["source"].as_str() {
                None | Some(CRATES_IO) => {}
                Some(other) => problem(format!("comes from {other}, not from crates.io")),
            }
            let allowed = |licence: &str| self.licences.iter().any(|own| own == licence);
            match package["license"].as_str().map(|text| (text, spdx::satisfied(text, &allowed))) {
                Some((_, Ok(true))) => {}
                Some((text, Ok(false))) => {
                    problem(format!("licence `{text}` is not covered by [licenses] allow"))
                }
                Some((_, Err(error))) => problem(error.to_string()),
                None => problem("names no licence: read its files, then decide".to_owned()),
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests;
