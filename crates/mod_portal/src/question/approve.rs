use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{ask, model::Question, store, touch};
use crate::{eyes, policy};

#[derive(Serialize)]
struct Answered {
    public: bool,
    /// Whether that was in the time for it.
    in_time: bool,
}

impl Event for Answered {
    const NAME: &'static str = "portal.question.answered";
}

/// Approves an answer: its sender reads it, and everybody, if it is to be public.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version`, a wrong
/// state, or an answer the actor wrote themselves.
pub async fn approve(ctx: &Ctx, id: Id<Question>, version: i64, public: bool) -> Result<Question> {
    let mut act = ctx.act(policy::QUESTION_APPROVE).await?;
    let mut question = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(question.deciding_path(act.now().local_date()))?;
    if question.version != version {
        return Err(Error::stale());
    }
    question.approve(&eyes::acting(&act).await?, public, act.now())?;
    store::save(&act, &mut question).await?;
    if public {
        touch(&mut act, &question);
    }
    let in_time = act.now() <= question.due.at;
    act.record(&question, &Answered { public, in_time }).await?;
    let sender = store::sender(&act, id).await?;
    ask::tell(&mut act, &question, &sender, ask::ANSWERED.name).await?;
    act.commit().await?;
    Ok(question)
}
