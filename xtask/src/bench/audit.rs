//! Pages of the journal with a million records, on both databases.

use std::path::Path;

use anyhow::Result;

use super::report::Report;
use crate::postgres::Cluster;
use crate::run::{cargo, output};

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let cluster = Cluster::durable()?;
    let mut bench = cargo();
    bench.current_dir(root).args(["bench", "--workspace", "--bench", "search"]);
    let text = output(bench.env("SONGCAU_TEST_POSTGRES", cluster.address()))?;
    let rows: Vec<Vec<String>> = text
        .lines()
        .filter(|l| l.contains('\t'))
        .map(|l| l.split('\t').map(str::to_owned).collect())
        .collect();
    report.table(
        "The journal with a million records",
        "Whole pages, 51 rows read and told in words, as an inspector of the province, of a department (a third of a \
         thousand agencies) and of one commune (200 records) asks for them; 15 times each, one after another.",
        &["database", "page", "p50 ms", "p95 ms", "rows"],
        &rows,
    );
    Ok(())
}
