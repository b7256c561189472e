use anyhow::bail;
use kernel::App;
use svc_workflow::calendar::WorkingHours;
use ui::Lang;

use crate::cli::{CalendarAction, DueArgs};

/// `songcau calendar due`: the due date-time; what the answer depends on, if anything, goes to standard error.
pub fn calendar(app: &App, action: CalendarAction) -> anyhow::Result<()> {
    let CalendarAction::Due(DueArgs { received, quantity, unit }) = action;
    let calendar = svc_workflow::calendar_of(app)?;
    let hours = WorkingHours::default();
    match svc_workflow::answer_due(&calendar, &hours, &received, &quantity, &unit, Lang::Vi) {
        Ok(answer) => {
            println!("{}", answer.due.iso());
            for warning in answer.warnings {
                eprintln!("{warning}");
            }
            Ok(())
        }
        Err(faults) => {
            for fault in faults {
                eprintln!("{}", fault.message.text(Lang::Vi));
            }
            bail!("there is no answer to this question")
        }
    }
}
