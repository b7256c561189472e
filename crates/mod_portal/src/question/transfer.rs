use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::Message;

use super::{ask, desk, limit, model::Question, store};
use crate::{
    officers, policy,
    site::{self, Site},
};

#[derive(Serialize)]
struct Transferred {
    from: Uuid,
    to: Uuid,
    reason: Uuid,
    /// Whether that was in the time for it.
    in_time: bool,
}

impl Event for Transferred {
    const NAME: &'static str = "portal.question.transferred";
}

/// Passes a question on to the agency it belongs to, with a reason its officers read. From then on it is theirs alone.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version`, a wrong
/// state, or an agency that has ended or has it already.
pub async fn transfer(
    ctx: &Ctx,
    id: Id<Question>,
    version: i64,
    to: Id<Site>,
    reason: &str,
) -> Result<Question> {
    let mut act = ctx.act(policy::QUESTION_HANDLE).await?;
    let mut question = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(question.deciding_path(act.now().local_date()))?;
    if question.version != version {
        return Err(Error::stale());
    }
    let to = site::sites(ctx.app())?.by_id(to).cloned().ok_or(Error::NotFound)?;
    if to.is_former(ctx.today()) {
        return Err(Error::Conflict(Message::new("portal.question.refused.former").with("name", &to.name)));
    }
    let from = question.agency;
    let tree = svc_org::tree(ctx.app())?;
    let path = site::path(&tree, &to);
    question.transfer(&to, &path, act.now())?;
    if !question.extended {
        let name = question.limit();
        question.due = limit::reckon(ctx.app(), &act, name, &path, question.received_at).await?;
    }
    let row = new_id::<()>().uuid();
    store::save(&act, &mut question).await?;
    store::add_reason(&act, row, &question, act.now(), reason).await?;
    let in_time = act.now() <= question.pass_by;
    act.record(&question, &Transferred { from, to: to.agency_id, reason: row, in_time }).await?;
    let sender = store::sender(&act, id).await?;
    ask::tell(&mut act, &question, &sender, ask::MOVED.name).await?;
    officers::tell_in_charge(
        &mut act,
        policy::QUESTION_HANDLE,
        &question.agency_path,
        &[],
        &officers::Told {
            kind: officers::QUESTION_WAITS,
            values: &[("code", ask::shown_code(&question.code)), ("due", question.due.at.local().vn())],
            path: desk::path(id),
            agency: question.agency,
            once: None,
        },
    )
    .await?;
    act.commit().await?;
    Ok(question)
}
