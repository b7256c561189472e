use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{
    limit,
    model::{Class, Question},
    store,
};
use crate::policy;

#[derive(Serialize)]
struct Classified {
    class: &'static str,
    joint: bool,
    due: base::Timestamp,
}

impl Event for Classified {
    const NAME: &'static str = "portal.question.classified";
}

/// Says what a question is; from then on it is this agency's to answer. Its deadline is counted from its receipt.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or a wrong
/// state.
pub async fn classify(
    ctx: &Ctx,
    id: Id<Question>,
    version: i64,
    class: Class,
    joint: bool,
) -> Result<Question> {
    let mut act = ctx.act(policy::QUESTION_HANDLE).await?;
    let mut question = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(question.deciding_path(act.now().local_date()))?;
    if question.version != version {
        return Err(Error::stale());
    }
    question.classify(class, joint, act.now())?;
    if !question.extended {
        let (name, path) = (question.limit(), question.agency_path.clone());
        question.due = limit::reckon(ctx.app(), &act, name, &path, question.received_at).await?;
    }
    store::save(&act, &mut question).await?;
    let event = Classified { class: class.code(), joint: question.joint, due: question.due.at };
    act.record(&question, &event).await?;
    act.commit().await?;
    Ok(question)
}
