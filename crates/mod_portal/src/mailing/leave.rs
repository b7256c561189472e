use kernel::{Ctx, Event, Result};
use serde::Serialize;

use super::{model::Mailing, store, token::Out};

#[derive(Serialize)]
struct Left {}

impl Event for Left {
    const NAME: &'static str = "portal.mailing.left";
}

/// What a way out leads out of; nothing once its reader has left.
///
/// # Errors
/// The database's.
pub async fn left_by(ctx: &Ctx, out: &Out) -> Result<Vec<Mailing>> {
    match out {
        Out::One(id) => Ok(store::find(ctx.read(), *id).await?.into_iter().collect()),
        Out::All(digest) => store::of_address(ctx.read(), digest).await,
    }
}

/// Its reader leaves: the address is deleted, not marked. Leaving twice does nothing more.
///
/// # Errors
/// The database's.
pub async fn leave(ctx: &Ctx, out: &Out) -> Result<()> {
    let leaving = left_by(ctx, out).await?;
    if leaving.is_empty() {
        return Ok(());
    }
    let mut act = ctx.own_act().await?;
    let mut any = false;
    for mailing in &leaving {
        // Somebody else, such as the mail program itself, may have been quicker.
        if store::remove(&act, mailing.id).await? {
            act.record(mailing, &Left {}).await?;
            any = true;
        }
    }
    if any { act.commit().await } else { Ok(()) }
}
