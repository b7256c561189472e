use std::{fs, io::Read as _, process::ExitCode};

use anyhow::Context as _;
use kernel::{App, Ctx};

use super::import_staff::import_staff;
use crate::cli::{ImportKind, StaffArgs};

/// `songcau import units|procedures|staff FILE`: counts, then rejected rows as `line TAB reason TAB row`.
pub async fn import(app: &App, what: ImportKind, file: &str, staff: StaffArgs) -> anyhow::Result<ExitCode> {
    let bytes = read(file)?;
    let ctx = Ctx::system(app, "import");
    let rejected: Vec<(u64, String, String)>;
    match what {
        ImportKind::Units => {
            let report = svc_org::import_units(&ctx, &bytes).await?;
            println!("added\t{}\nchanged\t{}\nunchanged\t{}", report.added, report.changed, report.unchanged);
            rejected =
                report.rejected.into_iter().map(|r| (r.line, r.reason.text(ui::Lang::Vi), r.text)).collect();
        }
        ImportKind::Procedures => {
            let report = mod_portal::procedure::import_procedures(&ctx, &bytes).await?;
            println!("added\t{}\nchanged\t{}\nunchanged\t{}", report.added, report.changed, report.unchanged);
            rejected =
                report.rejected.into_iter().map(|r| (r.line, r.reason.text(ui::Lang::Vi), r.text)).collect();
        }
        // Shown before it is written.
        ImportKind::Staff => return import_staff(&ctx, &bytes, file, staff).await,
    }
    println!("rejected\t{}", rejected.len());
    for (line, reason, row) in &rejected {
        println!("{line}\t{reason}\t{}", row.replace(['\t', '\n', '\r'], " "));
    }
    Ok(if rejected.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn read(file: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == "-" {
        std::io::stdin().read_to_end(&mut bytes).context("standard input could not be read")?;
    } else {
        bytes = fs::read(file).with_context(|| format!("{file} could not be read"))?;
    }
    Ok(bytes)
}
