//! Telling officers of questions that are nearly late: the working day before, on the day, and the day after.

use std::time::Duration;

use base::{Id, LocalDate, Timestamp};
use kernel::{App, Ctx, Event, JobKind, NoticeKind, Result, Task};
use serde::Serialize;
use svc_workflow::calendar::Calendar;

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
        let calendar = svc_workflow::calendar_of(ctx.app())?;
        let mut stages = vec![(today, Stage::On), (today.previous(), Stage::After)];
        stages.extend(ahead(&calendar, today).into_iter().map(|due| (due, Stage::Before)));
        for (due, stage) in stages {
            for id in store::work::due_on(ctx.read(), due).await? {
                remind(&ctx, Id::from_uuid(id), stage).await?;
            }
        }
        Ok(())
    })
}

/// When it is told, seen from the day on which it is due.
#[derive(Clone, Copy)]
enum Stage {
    Before,
    On,
    After,
}

impl Stage {
    const fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::On => "on",
            Self::After => "after",
        }
    }

    const fn told(self) -> NoticeKind {
        match self {
            Self::Before => officers::QUESTION_DUE,
            Self::On => officers::QUESTION_DUE_TODAY,
            Self::After => officers::QUESTION_LATE,
        }
    }
}

/// Longest time off that is looked across, in days.
const LONGEST: usize = 31;

/// The days before which this one is the last that is worked: up to the next working day; none on a day off.
fn ahead(calendar: &Calendar, today: LocalDate) -> Vec<LocalDate> {
    if !calendar.is_working_day(today) {
        return Vec::new();
    }
    let days = || std::iter::successors(Some(today.next()), |day| Some(day.next())).take(LONGEST);
    let off = days().take_while(|day| !calendar.is_working_day(*day)).count();
    days().take(off + 1).collect()
}

/// Tells it once at each stage: the journal knows what was told.
async fn remind(ctx: &Ctx, id: Id<Question>, stage: Stage) -> Result<()> {
    let mut act = ctx.act(QUESTION_HANDLE).await?;
    let Some(question) = store::find(&act, act.actor(), id).await? else { return Ok(()) };
    let since = act.now().plus_seconds(-20 * 3600);
    if store::work::reminded_since(&act, id, since).await? || !question.status.is_open() {
        return Ok(());
    }
    let told = officers::Told {
        kind: stage.told(),
        values: &[("code", shown_code(&question.code)), ("due", question.due.at.local().vn())],
        path: desk::path(id),
        agency: question.agency,
        once: Some(format!("{id} {} {}", stage.word(), question.due.at.0)),
    };
    let path = question.agency_path.clone();
    officers::tell_in_charge(&mut act, QUESTION_HANDLE, &path, &[], &told).await?;
    act.record(&question, &Reminded { due: question.due.at }).await?;
    act.commit().await
}
