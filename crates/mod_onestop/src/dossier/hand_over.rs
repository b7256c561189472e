use base::Id;
use kernel::{Ctx, Event, Result};
use serde::Serialize;

use super::{begin::begin, model::Dossier, store, tell};
use crate::policy::DOSSIER_RECEIVE;

#[derive(Serialize)]
struct Returned {}

impl Event for Returned {
    const NAME: &'static str = "onestop.dossier.returned";
}

/// The applicant has the result.
///
/// # Errors
/// [`kernel::Error::NotFound`]; [`kernel::Error::Forbidden`] over another agency; [`kernel::Error::Conflict`] for a stale
/// `version`, a wrong state or one's own dossier.
pub async fn hand_over(ctx: &Ctx, id: Id<Dossier>, version: i64) -> Result<Dossier> {
    let (mut act, mut dossier) = begin(ctx, DOSSIER_RECEIVE, id, version).await?;
    let now = act.now();
    dossier.hand_over(now)?;
    store::save(&act, &mut dossier).await?;
    act.record(&dossier, &Returned {}).await?;
    let applicant = store::applicant(&act, id).await?;
    tell::tell(&mut act, &dossier, &applicant, tell::MOVED.name).await?;
    act.commit().await?;
    Ok(dossier)
}
