//! `cargo xtask bench`: what the program promises of speed, measured beside a peer in one run.

mod audit;
mod client;
mod load;
mod machine;
mod pages;
mod pdf;
mod process;
mod province;
mod report;
mod search;
mod sign_in;
mod staff;
mod writers;

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::postgres::Cluster;
use crate::run::{cargo, output, run, step};
use report::Report;

/// Runs all benches, or those named, and prints the report; with `record` also keeps it in `docs/benchmarks.md`.
pub fn run_all(root: &Path, names: &[String], record: bool) -> Result<()> {
    let wanted = |name: &str| names.is_empty() || names.iter().any(|n| n == name);
    step("build", || run(cargo().current_dir(root).args(["build", "--release", "--workspace", "--bins"])))?;
    let mut report = Report::new(machine::describe());
    if wanted("pages") {
        step("pages", || pages::measure(root, &mut report))?;
    }
    if wanted("search") {
        step("search", || search::measure(root, &mut report))?;
    }
    if wanted("sign_in") {
        step("sign_in", || sign_in::measure(root, &mut report))?;
    }
    if wanted("writers") {
        step("writers", || writers::measure(root, &mut report))?;
    }
    if wanted("staff") {
        step("staff", || staff::measure(root, &mut report))?;
    }
    if wanted("province") {
        step("province", || province::measure(root, &mut report))?;
    }
    if wanted("audit") {
        step("audit", || audit::measure(root, &mut report))?;
    }
    if wanted("pdf") {
        step("pdf", || pdf::measure(root, &mut report))?;
    }
    println!("\n{}", report.text());
    if record {
        report.keep(&root.join("docs/benchmarks.md"), names.is_empty())?;
    }
    Ok(())
}

/// Runs a bench of a crate, which finds a durable PostgreSQL in this variable, and answers with the rows it printed.
fn bench(root: &Path, name: &str, postgres: &str) -> Result<Vec<Vec<String>>> {
    let cluster = Cluster::durable()?;
    rows(bench_command(root, name).env(postgres, cluster.address()))
}

fn bench_command(root: &Path, name: &str) -> Command {
    let mut bench = cargo();
    bench.current_dir(root).args(["bench", "--workspace", "--bench", name]);
    bench
}

/// Runs a bench and answers with the rows it printed.
fn rows(bench: &mut Command) -> Result<Vec<Vec<String>>> {
    let text = output(bench)?;
    let rows = text.lines().filter(|line| line.contains('\t'));
    Ok(rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// The release binary.
fn binary(root: &Path) -> std::path::PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    target.join("release/songcau")
}
