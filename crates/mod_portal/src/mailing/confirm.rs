use base::Id;
use kernel::{Ctx, Event, Result};
use serde::Serialize;

use super::{
    model::{Mailing, Pace},
    store,
};

#[derive(Serialize)]
struct Confirmed {}

impl Event for Confirmed {
    const NAME: &'static str = "portal.mailing.confirmed";
}

/// The reader of the letter says that the address is theirs; false when there is nothing to confirm any more. Said twice
/// it says nothing new.
///
/// # Errors
/// The database's.
pub async fn confirm(ctx: &Ctx, id: Id<Mailing>, pace: Pace) -> Result<bool> {
    let mut act = ctx.own_act().await?;
    let Some(mailing) = store::find(&act, id).await? else { return Ok(false) };
    if mailing.confirmed_at.is_some() && mailing.pace == pace {
        return Ok(true);
    }
    store::confirm(&act, id, pace, act.now()).await?;
    act.record(&mailing, &Confirmed {}).await?;
    act.commit().await?;
    Ok(true)
}
