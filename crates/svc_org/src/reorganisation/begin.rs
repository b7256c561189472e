use std::time::Duration;

use kernel::{Ctx, JobKind, Result, Subject as _};

use super::{
    event::Begun,
    foresee::{change, takers},
    model::Status,
    store,
};
use crate::{agency::ALL, policy::REORGANISE};

/// Looks every minute whether the day of a decided reorganisation has come.
pub const JOB: JobKind = JobKind {
    name: "org.reorganisations",
    run: |app, _| {
        Box::pin(async move {
            begin_due(&Ctx::system(&app, "org.reorganisations")).await?;
            Ok(())
        })
    },
    every: Some(Duration::from_secs(60)),
};

/// Brings decided reorganisations into force whose day has come, and says how many. Agencies end and begin by their own
/// days; what is left is what modules do on the day. Done again after a crash, it changes nothing twice.
///
/// # Errors
/// The database's; those of modules. What is left is tried again.
pub async fn begin_due(ctx: &Ctx) -> Result<usize> {
    let due = store::due(ctx).await?;
    let count = due.len();
    for plan in due {
        let change = change(&plan, &plan.before.lines);
        for taker in takers(ctx.app()) {
            taker.begin(ctx.app(), &change).await?;
        }
        let mut act = ctx.act(REORGANISE).await?;
        let mut plan = store::find(&act, plan.id, plan.version).await?;
        plan.status = Status::InForce;
        store::save(&act, &mut plan).await?;
        act.touch(ALL);
        act.record(&plan, &Begun { effective: plan.on }).await?;
        tracing::info!(plan = %plan.subject_id(), "a reorganisation is in force");
        act.commit().await?;
    }
    Ok(count)
}
