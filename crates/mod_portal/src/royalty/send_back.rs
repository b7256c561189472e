use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{
    find,
    model::{Award, refused},
    store,
};
use crate::policy::ROYALTY_APPROVE;

#[derive(Serialize)]
struct Returned {
    reason: String,
}

impl Event for Returned {
    const NAME: &'static str = "portal.royalty.returned";
}

/// Sends an award back to whoever proposed it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version`, a closed month,
/// a wrong state, or one's own award.
pub async fn send_back(ctx: &Ctx, id: Id<Award>, version: i64, reason: String) -> Result<Award> {
    let (mut act, mut award, oneself) = find::begin(ctx, ROYALTY_APPROVE, id).await?;
    if award.version != version {
        return Err(Error::stale());
    }
    if oneself.is(&award.terms.payee) {
        return Err(refused("portal.royalty.refused.own"));
    }
    award.send_back(reason.clone(), act.now())?;
    store::save(&act, &mut award).await?;
    store::touch_month(&act, award.site, award.month).await?;
    act.record(&award, &Returned { reason }).await?;
    act.commit().await?;
    Ok(award)
}
