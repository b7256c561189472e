use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{model::Question, store, touch};
use crate::policy;

#[derive(Serialize)]
struct Withdrawn {
    reason: Uuid,
}

impl Event for Withdrawn {
    const NAME: &'static str = "portal.question.withdrawn";
}

/// Takes a question off the site, with a reason; its sender still reads the answer.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or when it is
/// not public.
pub async fn withdraw(ctx: &Ctx, id: Id<Question>, version: i64, reason: &str) -> Result<Question> {
    let mut act = ctx.act(policy::QUESTION_APPROVE).await?;
    let mut question = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(question.deciding_path(act.now().local_date()))?;
    if question.version != version {
        return Err(Error::stale());
    }
    question.withdraw(act.now())?;
    let row = new_id::<()>().uuid();
    store::save(&act, &mut question).await?;
    store::add_reason(&act, row, &question, act.now(), reason).await?;
    touch(&mut act, &question);
    act.record(&question, &Withdrawn { reason: row }).await?;
    act.commit().await?;
    Ok(question)
}
