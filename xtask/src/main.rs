//! The tools around the workspace. `cargo xtask ci` is the whole of continuous integration.
#![allow(clippy::print_stdout, reason = "a command-line tool speaks on standard output")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod assets;
mod bench;
mod ci;
mod deny;
mod new_module;
mod postgres;
mod run;
mod spdx;
mod test;
mod tidy;
mod tools;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tools of the workspace")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Set up what tests need (PostgreSQL, a browser, axe-core), then run all tests on both databases
    Test {
        /// Arguments for the test runner, after `--`
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Everything that must hold before a change is merged; stops at the first failure
    Ci,
    /// Check the house style
    Tidy,
    /// Check licences, forbidden packages and where packages come from, by deny.toml
    Deny,
    /// Build the front-end files in web/
    Assets,
    /// Measure what is promised of speed, beside a peer in the same run
    Bench {
        /// Which: pages, search, sign_in, writers, staff, province, audit, pdf; all when left out
        names: Vec<String>,
        /// Keep the figures in docs/benchmarks.md
        #[arg(long)]
        record: bool,
    },
    /// Write the crate of a new module and enter it in the program
    NewModule {
        /// One lower-case word, for example `education`
        name: String,
    },
}

fn main() -> ExitCode {
    let root = root();
    let result = match Cli::parse().command {
        Task::Test { arguments } => test::run(&root, &arguments),
        Task::Ci => ci::run_all(&root),
        Task::Tidy => tidy::run(&root),
        Task::Deny => deny::run(&root),
        Task::Assets => assets::build(&root),
        Task::Bench { names, record } => bench::run_all(&root, &names, record),
        Task::NewModule { name } => new_module::run(&root, &name),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Not by returning it from here: where RUST_BACKTRACE is set, that buries the one line that matters.
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The workspace folder: the parent of the one this tool was compiled in, or of the one it is run in when the
/// checkout has moved since.
fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map_or(manifest.clone(), std::path::Path::to_path_buf)
}
