use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{model::Question, store};
use crate::policy;

#[derive(Serialize)]
struct Forgotten {
    reason: Uuid,
}

impl Event for Forgotten {
    const NAME: &'static str = "portal.question.forgotten";
}

/// Forgets who sent a question that is closed, and what they wrote besides what everybody may read: for whoever asks for
/// their data to be deleted. What is public stays; it names nobody. They can no longer follow it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or while it
/// waits for an answer.
pub async fn forget(ctx: &Ctx, id: Id<Question>, version: i64, reason: &str) -> Result<Question> {
    let mut act = ctx.act(policy::QUESTION_APPROVE).await?;
    let mut question = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(question.deciding_path(act.now().local_date()))?;
    if question.version != version {
        return Err(Error::stale());
    }
    question.forget(act.now())?;
    let row = new_id::<()>().uuid();
    store::save(&act, &mut question).await?;
    store::forget(&act, &question).await?;
    store::add_reason(&act, row, &question, act.now(), reason).await?;
    act.record(&question, &Forgotten { reason: row }).await?;
    act.commit().await?;
    Ok(question)
}
