use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{
    limit::{self, Name},
    model::Question,
    store,
};
use crate::policy;

#[derive(Serialize)]
struct Extended {
    due: base::Timestamp,
    reason: Uuid,
}

impl Event for Extended {
    const NAME: &'static str = "portal.question.extended";
}

/// Takes the longest time there is for a question, once and with a reason, counted from its receipt.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or a wrong
/// state.
pub async fn extend(ctx: &Ctx, id: Id<Question>, version: i64, reason: &str) -> Result<Question> {
    let mut act = ctx.act(policy::QUESTION_HANDLE).await?;
    let mut question = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(question.deciding_path(act.now().local_date()))?;
    if question.version != version {
        return Err(Error::stale());
    }
    let path = question.agency_path.clone();
    let due = limit::reckon(ctx.app(), &act, Name::Most, &path, question.received_at).await?;
    question.extend(due, act.now())?;
    let row = new_id::<()>().uuid();
    store::save(&act, &mut question).await?;
    store::add_reason(&act, row, &question, act.now(), reason).await?;
    act.record(&question, &Extended { due: due.at, reason: row }).await?;
    act.commit().await?;
    Ok(question)
}
