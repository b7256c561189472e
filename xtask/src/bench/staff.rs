//! Ten thousand people from a list, shown and written, on both databases.

use std::path::Path;

use anyhow::Result;

use super::report::Report;
use crate::postgres::Cluster;
use crate::run::{cargo, output};

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let cluster = Cluster::durable()?;
    let mut bench = cargo();
    bench.current_dir(root).args(["bench", "--workspace", "--bench", "staff"]);
    let text = output(bench.env("SONGCAU_TEST_POSTGRES_DURABLE", cluster.address()))?;
    let rows: Vec<Vec<String>> = text
        .lines()
        .filter(|l| l.contains('\t'))
        .map(|l| l.split('\t').map(str::to_owned).collect())
        .collect();
    report.table(
        "Staff lists",
        "A list of 10,000 people, each with numbers, a post, an account and a role: read and shown, then written in one \
         act with a journal record for each person, post, account and role; then the same list with 2,000 telephones and \
         1,000 posts changed.",
        &["database", "list", "read and shown s", "written s", "together s"],
        &rows,
    );
    Ok(())
}
