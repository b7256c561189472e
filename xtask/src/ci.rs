//! `cargo xtask ci`: the whole of continuous integration, cheapest first.

use std::path::Path;

use anyhow::Result;

use crate::run::{cargo, run, step};
use crate::{assets, deny, postgres, test, tidy, tools};

/// Runs every step and stops at the first that fails.
pub fn run_all(root: &Path) -> Result<()> {
    step("format", || run(cargo().current_dir(root).args(["fmt", "--all", "--check"])))?;
    step("tidy", || tidy::run(root))?;
    step("deny", || deny::run(root))?;
    // Now rather than after half an hour of compiling.
    step("tools", || {
        tools::chromedriver()?;
        if std::env::var_os("SONGCAU_TEST_POSTGRES").is_none() {
            postgres::programs()?;
        }
        tools::axe(root)?;
        tools::html_checker(root).map(drop)
    })?;
    step("assets", || assets::check(root))?;
    step("clippy", || {
        let clippy = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
        run(cargo().current_dir(root).args(clippy))
    })?;
    step("test", || test::run(root, &[]))
}
