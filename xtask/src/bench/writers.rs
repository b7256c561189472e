//! Acts a second with eight writers, with and without the sealer behind them, on both databases.

use std::path::Path;

use anyhow::Result;

use super::report::Report;

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let rows = super::bench(root, "writers", "SONGCAU_TEST_POSTGRES_DURABLE")?;
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
