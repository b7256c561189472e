use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{model::Dossier, store};

#[derive(Serialize)]
struct Withdrawn {}

impl Event for Withdrawn {
    const NAME: &'static str = "onestop.dossier.withdrawn";
}

/// The applicant takes their dossier back.
///
/// # Errors
/// [`Error::SignIn`]; [`Error::NotFound`] for one that is not theirs; [`Error::Conflict`] for a stale `version` or a wrong
/// state.
pub async fn withdraw(ctx: &Ctx, id: Id<Dossier>, version: i64, reason: &str) -> Result<Dossier> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let mut act = ctx.own_act().await?;
    let mut dossier = store::own(&act, account, id).await?.ok_or(Error::NotFound)?;
    if dossier.version != version {
        return Err(Error::stale());
    }
    let now = act.now();
    dossier.withdraw(reason, now)?;
    store::save(&act, &mut dossier).await?;
    act.record(&dossier, &Withdrawn {}).await?;
    act.commit().await?;
    Ok(dossier)
}
