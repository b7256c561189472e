use std::process::ExitCode;

use anyhow::bail;
use kernel::{Ctx, Error};
use svc_identity::staff_list::{self, Summary};
use ui::Lang;

use super::user::find_agency;
use crate::{cli::StaffArgs, say::say};

/// `songcau import staff FILE`: what changes as `line TAB name TAB what`, counts, then rejected rows as `line TAB reason TAB
/// row`; with `--apply` it is written.
pub async fn import_staff(ctx: &Ctx, bytes: &[u8], file: &str, staff: StaffArgs) -> anyhow::Result<ExitCode> {
    let table = match staff_list::read(bytes, file) {
        Ok(table) => table,
        Err(message) => bail!("{}", message.text(Lang::Vi)),
    };
    let tree = svc_org::tree(ctx.app())?;
    let agency = match &staff.agency {
        Some(word) => tree.get(find_agency(ctx, word)?).cloned(),
        None => None,
    };
    let plan = staff_list::preview(ctx, &table, agency.clone()).await?;
    for planned in &plan.people {
        for line in staff_list::lines(planned, Lang::Vi) {
            say!("{}\t{}\t{line}", planned.line, planned.details.full_name);
        }
    }
    count(&plan.summary());
    for row in &plan.rejected {
        say!("{}\t{}\t{}", row.line, row.reason.text(Lang::Vi), row.text);
    }
    if staff.apply && !plan.is_empty() {
        match staff_list::apply(ctx, &table, agency, &staff.reason, &plan.fingerprint()).await {
            Ok(_) => say!("applied\t{}", plan.people.len()),
            Err(Error::Conflict(message)) => bail!("{}", message.text(Lang::Vi)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(if plan.rejected.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn count(sum: &Summary) {
    let counts = [
        ("new", sum.new),
        ("changed", sum.changed),
        ("unchanged", sum.unchanged),
        ("posts begun", sum.begun),
        ("posts ended", sum.ended),
        ("accounts", sum.accounts),
        ("roles", sum.roles),
        ("rejected", sum.rejected),
    ];
    for (what, n) in counts {
        say!("{what}\t{n}");
    }
}
