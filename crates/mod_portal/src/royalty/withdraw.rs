use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{
    find,
    model::{Award, refused},
    store,
};
use crate::policy::ROYALTY_PROPOSE;

#[derive(Serialize)]
struct Withdrawn {
    reason: String,
}

impl Event for Withdrawn {
    const NAME: &'static str = "portal.royalty.withdrawn";
}

/// Takes an award back before its month is closed. It stays on record and counts for nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version`, a closed month,
/// or one's own award.
pub async fn withdraw(ctx: &Ctx, id: Id<Award>, version: i64, reason: String) -> Result<Award> {
    let (mut act, mut award, oneself) = find::begin(ctx, ROYALTY_PROPOSE, id).await?;
    if award.version != version {
        return Err(Error::stale());
    }
    if oneself.is(&award.terms.payee) {
        return Err(refused("portal.royalty.refused.own"));
    }
    award.withdraw(reason.clone(), ctx.actor().account_id(), act.now())?;
    store::save(&act, &mut award).await?;
    store::touch_month(&act, award.site, award.month).await?;
    act.record(&award, &Withdrawn { reason }).await?;
    act.commit().await?;
    Ok(award)
}
