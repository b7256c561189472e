//! Form 01 of a dossier as PDF, again and again.

use std::path::Path;

use anyhow::Result;

use super::report::Report;

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let rows = super::rows(&mut super::bench_command(root, "pdf"))?;
    report.table(
        "Printing",
        "Form 01 of Circular 03/2025/TT-VPCP as PDF/A-2a with a square code and six papers, each time of another dossier, \
         one after another, waiting for a turn included. The last column is the memory of the process afterwards.",
        &["printout", "p50 ms", "p95 ms", "KiB", "MiB"],
        &rows,
    );
    Ok(())
}
