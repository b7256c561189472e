use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{ask::shown_code, desk, model::Question, store};
use crate::{officers, policy};

#[derive(Serialize)]
struct Returned {
    reason: Uuid,
}

impl Event for Returned {
    const NAME: &'static str = "portal.question.returned";
}

/// Sends an answer back to whoever wrote it, with a reason.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or when none
/// waits for approval.
pub async fn send_back(ctx: &Ctx, id: Id<Question>, version: i64, reason: &str) -> Result<Question> {
    let mut act = ctx.act(policy::QUESTION_APPROVE).await?;
    let mut question = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(question.deciding_path(act.now().local_date()))?;
    if question.version != version {
        return Err(Error::stale());
    }
    question.send_back(act.now())?;
    let row = new_id::<()>().uuid();
    store::save(&act, &mut question).await?;
    store::add_reason(&act, row, &question, act.now(), reason).await?;
    act.record(&question, &Returned { reason: row }).await?;
    let told = officers::Told {
        kind: officers::ANSWER_RETURNED,
        values: &[("code", shown_code(&question.code)), ("due", question.due.at.local().vn())],
        path: desk::path(id),
        agency: question.agency,
        once: None,
    };
    officers::tell(&mut act, &question.hands, &told).await?;
    act.commit().await?;
    Ok(question)
}
