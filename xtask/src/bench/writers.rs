//! Acts a second with eight writers, with and without the sealer behind them, on both databases.

use std::path::Path;

use anyhow::Result;

use super::report::Report;
use crate::postgres::Cluster;
use crate::run::{cargo, output};

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let cluster = Cluster::durable()?;
    let mut bench = cargo();
    bench.current_dir(root).args(["bench", "--workspace", "--bench", "writers"]);
    let text = output(bench.env("SONGCAU_TEST_POSTGRES_DURABLE", cluster.address()))?;
    let rows: Vec<Vec<String>> = text
        .lines()
        .filter(|l| l.contains('\t'))
        .map(|l| l.split('\t').map(str::to_owned).collect())
        .collect();
    report.table(
        "Eight writers",
        "Acts a second: permission, transaction, one row, one journal record, durable commit (SQLite WAL with \
         `synchronous=FULL`; PostgreSQL with `fsync=on`). The last column is what was left to seal when the writers \
         had finished.",
        &["database", "sealer", "acts/s", "ratio to without", "unsealed at the end"],
        &rows,
    );
    Ok(())
}
