use base::Id;
use kernel::{Ctx, Event, Result};
use serde::Serialize;

use super::{begin::begin, model::Dossier, store, tell};
use crate::policy::DOSSIER_PROCESS;

#[derive(Serialize)]
struct Stopped {}

impl Event for Stopped {
    const NAME: &'static str = "onestop.dossier.stopped";
}

/// Gives an accepted dossier up, with form 05; the reason is the applicant's to read.
///
/// # Errors
/// [`kernel::Error::NotFound`]; [`kernel::Error::Forbidden`] over another agency; [`kernel::Error::Conflict`] for a stale
/// `version`, a wrong state or one's own dossier.
pub async fn stop(ctx: &Ctx, id: Id<Dossier>, version: i64, reason: &str) -> Result<Dossier> {
    let (mut act, mut dossier) = begin(ctx, DOSSIER_PROCESS, id, version).await?;
    let now = act.now();
    dossier.stop(reason, now)?;
    store::save(&act, &mut dossier).await?;
    act.record(&dossier, &Stopped {}).await?;
    let applicant = store::applicant(&act, id).await?;
    tell::tell(&mut act, &dossier, &applicant, tell::MOVED.name).await?;
    act.commit().await?;
    Ok(dossier)
}
