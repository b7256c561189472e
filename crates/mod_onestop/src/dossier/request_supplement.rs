use base::Id;
use kernel::{Ctx, Event, Result};
use serde::Serialize;

use super::{begin::begin, model::Dossier, store, tell};
use crate::policy::DOSSIER_RECEIVE;

#[derive(Serialize)]
struct SupplementRequested {}

impl Event for SupplementRequested {
    const NAME: &'static str = "onestop.dossier.supplement_requested";
}

/// Asks the applicant, with form 02, for everything that is missing, at once: a dossier is asked once. A running clock stands still.
///
/// # Errors
/// [`kernel::Error::NotFound`]; [`kernel::Error::Forbidden`] over another agency; [`kernel::Error::Conflict`] for a stale
/// `version`, a wrong state or one's own dossier.
pub async fn request_supplement(ctx: &Ctx, id: Id<Dossier>, version: i64, what: &str) -> Result<Dossier> {
    let (mut act, mut dossier) = begin(ctx, DOSSIER_RECEIVE, id, version).await?;
    let now = act.now();
    dossier.request_supplement(what, now)?;
    store::save(&act, &mut dossier).await?;
    act.record(&dossier, &SupplementRequested {}).await?;
    let applicant = store::applicant(&act, id).await?;
    tell::tell(&mut act, &dossier, &applicant, tell::MOVED.name).await?;
    act.commit().await?;
    Ok(dossier)
}
