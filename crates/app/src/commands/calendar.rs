use std::sync::Arc;

use anyhow::bail;
use kernel::App;
use ui::Lang;

use crate::{
    cli::{CalendarAction, DueArgs},
    say::say,
};

/// `songcau calendar due`: the due date-time; what the answer depends on, if anything, goes to standard error.
pub fn calendar(app: &App, action: CalendarAction) -> anyhow::Result<()> {
    let CalendarAction::Due(DueArgs { received, quantity, unit }) = action;
    let mut calendar = svc_workflow::calendar_of(app)?;
    if calendar.holidays().next().is_none() {
        calendar = Arc::new(svc_workflow::model_calendar()?);
    }
    let hours = svc_workflow::province_hours(app, app.clock().now().local_date())?;
    match svc_workflow::answer_due(&calendar, &hours, &received, &quantity, &unit, Lang::Vi) {
        Ok(answer) => {
            say!("{}", answer.due.iso());
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
