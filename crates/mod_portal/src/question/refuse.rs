use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{ask, model::Question, store};
use crate::policy;

#[derive(Serialize)]
struct Refused {
    reason: Uuid,
}

impl Event for Refused {
    const NAME: &'static str = "portal.question.refused";
}

/// Does not accept a question, with a reason its sender reads.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or a wrong
/// state.
pub async fn refuse(ctx: &Ctx, id: Id<Question>, version: i64, reason: &str) -> Result<Question> {
    let mut act = ctx.act(policy::QUESTION_HANDLE).await?;
    let mut question = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(question.deciding_path(act.now().local_date()))?;
    if question.version != version {
        return Err(Error::stale());
    }
    question.refuse(act.now())?;
    let row = new_id::<()>().uuid();
    store::save(&act, &mut question).await?;
    store::add_reason(&act, row, &question, act.now(), reason).await?;
    act.record(&question, &Refused { reason: row }).await?;
    let sender = store::sender(&act, id).await?;
    ask::tell(&mut act, &question, &sender, ask::MOVED.name).await?;
    act.commit().await?;
    Ok(question)
}
