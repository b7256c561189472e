use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use ui::Message;

use super::{
    find,
    model::{Award, refused},
    shares, store,
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
/// one's own award, one on top of which a revision was awarded for again, or a correction whose share was given to others
/// meanwhile.
pub async fn withdraw(ctx: &Ctx, id: Id<Award>, version: i64, reason: String) -> Result<Award> {
    let (mut act, mut award, oneself) = find::begin(ctx, ROYALTY_PROPOSE, id).await?;
    if award.version != version {
        return Err(Error::stale());
    }
    if oneself.is(&award.terms.payee) {
        return Err(refused("portal.royalty.refused.own"));
    }
    let known = store::of_entries(&act, &[award.work.entry]).await?;
    if let Some(original) = award.corrects {
        returns(known, &award, original)?;
    } else if let Some(other) = shares::on_top_of(&known, &award) {
        let message = Message::new("portal.royalty.refused.again_stands").with("month", other.month.vn());
        return Err(Error::Conflict(message));
    }
    award.withdraw(reason.clone(), ctx.actor().account_id(), act.now())?;
    store::save(&act, &mut award).await?;
    store::touch_month(&act, award.site, award.month).await?;
    act.record(&award, &Withdrawn { reason }).await?;
    act.commit().await?;
    Ok(award)
}

/// Makes sure that what a correction took back fits again beside what was given to others meanwhile.
fn returns(mut known: Vec<Award>, correction: &Award, original: Id<Award>) -> Result<()> {
    known.retain(|award| award.id != correction.id);
    let Some(whole) = known.iter().find(|award| award.id == original).map(Award::whole) else {
        return Ok(());
    };
    let taken = shares::taken(&known, &whole, None);
    if taken > shares::WHOLE {
        return Err(Error::Conflict(
            Message::new("portal.royalty.refused.shares_given").with("taken", taken),
        ));
    }
    Ok(())
}
