use base::Id;
use kernel::{Ctx, Error, Event, Result};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{model::Comment, store, touch};
use crate::policy;

#[derive(Serialize)]
struct Published {
    entry: Uuid,
}

impl Event for Published {
    const NAME: &'static str = "portal.comment.published";
}

/// Shows an opinion to everybody, as it was written, with what became of it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or a wrong
/// state.
pub async fn publish(ctx: &Ctx, id: Id<Comment>, version: i64, reply: String) -> Result<Comment> {
    let mut act = ctx.act(policy::COMMENT_MODERATE).await?;
    let mut comment = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(comment.deciding_path(act.now().local_date()))?;
    if comment.version != version {
        return Err(Error::stale());
    }
    comment.publish(reply, act.now())?;
    store::save(&act, &mut comment).await?;
    touch(&mut act, comment.entry);
    act.record(&comment, &Published { entry: comment.entry }).await?;
    act.commit().await?;
    Ok(comment)
}
