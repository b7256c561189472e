//! Ten thousand people from a list, shown and written, on both databases.

use std::path::Path;

use anyhow::Result;

use super::report::Report;

pub fn measure(root: &Path, report: &mut Report) -> Result<()> {
    let rows = super::bench(root, "staff", "SONGCAU_TEST_POSTGRES_DURABLE")?;
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
