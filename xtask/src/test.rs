//! `cargo xtask test`: what tests need, then the tests.

use std::path::Path;

use anyhow::Result;

use crate::postgres::Cluster;
use crate::run::{cargo, output};
use crate::tools;

/// Runs all tests on both databases. Tests find what was set up in these variables, and fail where one is missing:
/// `SONGCAU_TEST_POSTGRES` (address of a database from which others may be created), `SONGCAU_TEST_CHROMEDRIVER`
/// (path of the program), `SONGCAU_TEST_AXE` (path of axe.min.js), `SONGCAU_TEST_HTML_CHECKER` (path of vnu.jar),
/// `SONGCAU_TEST_OPENID` (path of the OpenID provider). One that is already set is left as it is.
pub fn run(root: &Path, arguments: &[String]) -> Result<()> {
    let driver = tools::chromedriver()?;
    let of_web =
        [("SONGCAU_TEST_AXE", tools::axe(root)?), ("SONGCAU_TEST_HTML_CHECKER", tools::html_checker(root)?)];
    let openid = tools::openid_provider(root)?;
    let (_cluster, postgres) = match std::env::var("SONGCAU_TEST_POSTGRES") {
        Ok(address) => (None, address),
        Err(_) => {
            let cluster = Cluster::start()?;
            let address = cluster.address();
            (Some(cluster), address)
        }
    };
    println!("SONGCAU_TEST_POSTGRES={postgres}");
    println!("SONGCAU_TEST_CHROMEDRIVER={}", driver.display());
    println!("SONGCAU_TEST_OPENID={}", openid.display());

    let mut tests = cargo();
    tests.current_dir(root).env("SONGCAU_TEST_POSTGRES", postgres).env("SONGCAU_TEST_CHROMEDRIVER", driver);
    tests.env("SONGCAU_TEST_OPENID", openid);
    for (variable, file) in of_web {
        match file {
            Some(file) => {
                println!("{variable}={}", file.display());
                tests.env(variable, file);
            }
            None => println!("{variable} is not set: web/package.json does not bring it"),
        }
    }
    // The whole workspace whatever the filter: another set of packages means other features, hence a rebuild.
    if output(cargo().args(["nextest", "--version"])).is_ok() {
        tests.args(["nextest", "run", "--workspace", "--locked"]).args(arguments);
    } else {
        println!("cargo-nextest is not installed: running with `cargo test`, which is slower");
        tests.args(["test", "--workspace", "--locked", "--lib", "--bins", "--tests"]).args(arguments);
    }
    crate::run::run(&mut tests)
}
