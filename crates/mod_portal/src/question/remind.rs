//! Telling officers of questions that are nearly late: the day before, on the day, and the day after.

use std::time::Duration;

use base::{Id, Timestamp};
use kernel::{App, Ctx, Event, JobKind, Result, Task};
use serde::Serialize;

use super::{ask::shown_code, desk, model::Question, store};
use crate::{officers, policy::QUESTION_HANDLE};

/// From which hour on it is told: nobody is woken.
const FROM_HOUR: u8 = 7;

/// Its officers were told that it is to be answered.
#[derive(Serialize)]
struct Reminded {
    due: Timestamp,
}

impl Event for Reminded {
    const NAME: &'static str = "portal.question.reminded";
}

/// Every hour of the day; each question three times at most.
pub const JOB: JobKind =
    JobKind { name: "portal.remind_officers", run, every: Some(Duration::from_secs(3600)) };

fn run(app: App, _: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let ctx = Ctx::system(&app, JOB.name);
        if ctx.now().local().time().hour() < FROM_HOUR {
            return Ok(());
        }
        let today = ctx.today();
        for (due, stage) in [(today.next(), "before"), (today, "on"), (today.previous(), "after")] {
            for id in store::work::due_on(ctx.read(), due).await? {
                remind(&ctx, Id::from_uuid(id), stage).await?;
            }
        }
        Ok(())
    })
}

/// Tells it once at each stage: the journal knows what was told.
async fn remind(ctx: &Ctx, id: Id<Question>, stage: &str) -> Result<()> {
    let mut act = ctx.act(QUESTION_HANDLE).await?;
    let Some(question) = store::find(&act, act.actor(), id).await? else { return Ok(()) };
    let since = act.now().plus_seconds(-20 * 3600);
    if store::work::reminded_since(&act, id, since).await? || !question.status.is_open() {
        return Ok(());
    }
    let told = officers::Told {
        kind: officers::QUESTION_DUE,
        values: &[("code", shown_code(&question.code)), ("due", question.due.at.local().vn())],
        path: desk::path(id),
        agency: question.agency,
        once: Some(format!("{id} {stage} {}", question.due.at.0)),
    };
    let path = question.agency_path.clone();
    officers::tell_in_charge(&mut act, QUESTION_HANDLE, &path, &[], &told).await?;
    act.record(&question, &Reminded { due: question.due.at }).await?;
    act.commit().await
}
