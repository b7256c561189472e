use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::Context as _;
use base::LocalDate;
use kernel::{App, Ctx};
use svc_org::reorganisation::{Heading, Replay, replay};
use ui::Lang;

use super::import::read;
use crate::cli::ReorganiseArgs;

/// `songcau reorganise FILE --date DAY --basis TEXT`: what follows, then what is wrong. Decided only when nothing is.
pub async fn reorganise(app: &App, args: &ReorganiseArgs) -> anyhow::Result<ExitCode> {
    let bytes = read(&args.file)?;
    let on = LocalDate::parse(&args.date).ok().context("--date is not a day; write 2025-07-01")?;
    let heading = Heading {
        title: args.title.clone().unwrap_or_else(|| args.basis.clone()),
        on,
        basis: args.basis.clone(),
        document_no: args.document_no.clone().unwrap_or_default(),
        document_date: None,
    };
    let ctx = Ctx::system(app, "reorganise");
    let report = replay(&ctx, heading, &bytes, args.without_districts, args.dry_run).await?;
    match print(&report, &mut io::stdout().lock()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        printed => printed?,
    }
    let refused = !report.wrong.is_empty() || !report.rejected.is_empty();
    Ok(if refused { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn print(report: &Replay, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "ends\t{}\nmakes\t{}", report.ends, report.makes)?;
    for words in &report.follows {
        writeln!(out, "follows\t{words}")?;
    }
    for wrong in &report.wrong {
        writeln!(out, "wrong\t{}", wrong.text(Lang::Vi))?;
    }
    for row in &report.rejected {
        let text = row.text.replace(['\t', '\n', '\r'], " ");
        writeln!(out, "{}\t{}\t{text}", row.line, row.reason.text(Lang::Vi))?;
    }
    match &report.plan {
        Some(plan) => writeln!(out, "decided\t{}", plan.on.iso())?,
        None => writeln!(out, "decided\tno")?,
    }
    out.flush()
}
