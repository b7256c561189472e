use std::{
    fs,
    io::{self, Read as _, Write},
    process::ExitCode,
};

use anyhow::Context as _;
use kernel::{App, Ctx};
use svc_catalogue::{procedure, service};
use svc_org::Options;

use super::import_staff::import_staff;
use crate::cli::{ImportKind, StaffArgs};

/// What a file did, as printed.
struct Report {
    added: usize,
    changed: usize,
    unchanged: usize,
    changes: Vec<String>,
    unknown: Vec<String>,
    rejected: Vec<(u64, String, String)>,
}

/// `songcau import units|procedures|services|staff FILE`: counts, columns nobody knows, changes, then rejected rows as
/// `line TAB reason TAB row`.
pub async fn import(
    app: &App,
    what: ImportKind,
    file: &str,
    staff: StaffArgs,
    options: Options,
) -> anyhow::Result<ExitCode> {
    let bytes = read(file)?;
    let ctx = Ctx::system(app, "import");
    let report = match what {
        ImportKind::Units => {
            let report = svc_org::import_units(&ctx, &bytes, options).await?;
            let rejected = report.rejected.into_iter();
            Report {
                added: report.added,
                changed: report.changed,
                unchanged: report.unchanged,
                changes: report.changes,
                unknown: report.unknown_columns,
                rejected: rejected.map(|r| (r.line, r.reason.text(ui::Lang::Vi), r.text)).collect(),
            }
        }
        ImportKind::Procedures => of_catalogue(match options.dry_run {
            true => procedure::try_procedures(&ctx, &bytes).await?,
            false => procedure::import_procedures(&ctx, &bytes).await?,
        }),
        ImportKind::Services => of_catalogue(match options.dry_run {
            true => service::try_services(&ctx, &bytes).await?,
            false => service::import_services(&ctx, &bytes).await?,
        }),
        // Shown before it is written.
        ImportKind::Staff => return import_staff(&ctx, &bytes, file, staff).await,
    };
    match print(&report, &mut io::stdout().lock()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        printed => printed?,
    }
    Ok(if report.rejected.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn of_catalogue(report: procedure::ImportReport) -> Report {
    let rejected = report.rejected.into_iter();
    Report {
        added: report.added,
        changed: report.changed,
        unchanged: report.unchanged,
        changes: Vec::new(),
        unknown: Vec::new(),
        rejected: rejected.map(|r| (r.line, r.reason.text(ui::Lang::Vi), r.text)).collect(),
    }
}

fn print(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "added\t{}", report.added)?;
    writeln!(out, "changed\t{}\nunchanged\t{}", report.changed, report.unchanged)?;
    writeln!(out, "rejected\t{}", report.rejected.len())?;
    if !report.unknown.is_empty() {
        writeln!(out, "unknown columns\t{}", report.unknown.join(", "))?;
    }
    for change in &report.changes {
        writeln!(out, "change\t{}", one_line(change))?;
    }
    for (line, reason, row) in &report.rejected {
        writeln!(out, "{line}\t{reason}\t{}", one_line(row))?;
    }
    out.flush()
}

fn one_line(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

pub(super) fn read(file: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == "-" {
        io::stdin().read_to_end(&mut bytes).context("standard input could not be read")?;
    } else {
        bytes = fs::read(file).with_context(|| format!("{file} could not be read"))?;
    }
    Ok(bytes)
}
