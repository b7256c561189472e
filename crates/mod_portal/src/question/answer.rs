//! Writing an answer, and handing it over for approval.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{
    ask::shown_code,
    desk,
    model::{Answer, Question, Status},
    store,
};
use crate::{officers, policy};

#[derive(Serialize)]
struct Written {}

impl Event for Written {
    const NAME: &'static str = "portal.question.written";
}

#[derive(Serialize)]
struct Submitted {}

impl Event for Submitted {
    const NAME: &'static str = "portal.question.submitted";
}

/// Keeps what is written of an answer, and, if asked to, hands it over to be approved by somebody else. Who has it kept is
/// who wrote it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or a wrong
/// state.
pub async fn answer(
    ctx: &Ctx,
    id: Id<Question>,
    version: i64,
    answer: Answer,
    hand_over: bool,
) -> Result<Question> {
    let mut act = ctx.act(policy::QUESTION_HANDLE).await?;
    let mut question = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(question.deciding_path(act.now().local_date()))?;
    if question.version != version {
        return Err(Error::stale());
    }
    let written = question.write(answer, ctx.actor().account_id(), act.now())?;
    if !written && !hand_over {
        return Ok(question);
    }
    if hand_over {
        question.submit(act.now())?;
    }
    store::save(&act, &mut question).await?;
    if written {
        act.record(&question, &Written {}).await?;
    }
    if question.status == Status::InReview {
        act.record(&question, &Submitted {}).await?;
        let told = officers::Told {
            kind: officers::ANSWER_WAITS,
            values: &[("code", shown_code(&question.code)), ("due", question.due.at.local().vn())],
            path: desk::path(id),
            agency: question.agency,
            once: None,
        };
        let (path, hands) = (&question.agency_path, &question.hands);
        officers::tell_in_charge(&mut act, policy::QUESTION_APPROVE, path, hands, &told).await?;
    }
    act.commit().await?;
    Ok(question)
}
