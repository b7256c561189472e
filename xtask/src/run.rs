//! Starting other programs and timing steps.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// A program as the user would start it from a shell.
///
/// `cargo run` hands its own variables down (`CARGO_PKG_NAME`, …); some build scripts, ring's among them, rebuild
/// when these change, so passing them on would recompile half the tree at every change from `cargo xtask` to `cargo`.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    for (key, _) in std::env::vars_os() {
        let key = key.to_string_lossy();
        if key.starts_with("CARGO_PKG_") || key.starts_with("CARGO_MANIFEST_") || key == "LD_LIBRARY_PATH" {
            command.env_remove(&*key);
        }
    }
    command
}

/// The cargo that started this tool.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Prints the command line, runs it, and fails when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let line = describe(command);
    println!("$ {line}");
    let status = command.status().with_context(|| format!("cannot start: {line}"))?;
    if !status.success() {
        bail!("failed ({status}): {line}");
    }
    Ok(())
}

/// Runs a command in silence and returns what it wrote; on failure its words are in the error.
pub fn output(command: &mut Command) -> Result<String> {
    let line = describe(command);
    let output = command.output().with_context(|| format!("cannot start: {line}"))?;
    if !output.status.success() {
        let words = [output.stdout, output.stderr].concat();
        bail!("failed ({}): {line}\n{}", output.status, String::from_utf8_lossy(&words).trim_end());
    }
    String::from_utf8(output.stdout).with_context(|| format!("not UTF-8: {line}"))
}

/// Where a program lies, looked up in `PATH`.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Runs one step and prints how long it took, whether it failed or not.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n== {name}");
    let start = Instant::now();
    let result = work();
    let word = if result.is_ok() { "done" } else { "FAILED" };
    println!("== {name}: {word} after {:.1} s", start.elapsed().as_secs_f64());
    result.with_context(|| format!("step `{name}`"))
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
