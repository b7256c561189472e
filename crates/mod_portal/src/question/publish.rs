use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{model::Question, store, touch};
use crate::policy;

#[derive(Serialize)]
struct Published {}

impl Event for Published {
    const NAME: &'static str = "portal.question.published";
}

/// Makes an answered question public, as its answerer wrote it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or a wrong
/// state.
pub async fn publish(ctx: &Ctx, id: Id<Question>, version: i64) -> Result<Question> {
    let mut act = ctx.act(policy::QUESTION_APPROVE).await?;
    let mut question = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(question.deciding_path(act.now().local_date()))?;
    if question.version != version {
        return Err(Error::stale());
    }
    question.publish(act.now())?;
    store::save(&act, &mut question).await?;
    touch(&mut act, &question);
    act.record(&question, &Published {}).await?;
    act.commit().await?;
    Ok(question)
}
