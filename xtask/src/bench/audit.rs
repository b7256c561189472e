//! Pages of the journal with a million records, on both databases.

use std::path::Path;

use anyhow::Result;

use super::report::Report;

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let rows = super::bench(root, "search", "SONGCAU_TEST_POSTGRES")?;
    report.table(
        "The journal with a million records",
        "Whole pages, 51 rows read and told in words, as an inspector of the province, of a department (a third of a \
         thousand agencies) and of one commune (200 records) asks for them; 15 times each, one after another.",
        &["database", "page", "p50 ms", "p95 ms", "rows"],
        &rows,
    );
    Ok(())
}
