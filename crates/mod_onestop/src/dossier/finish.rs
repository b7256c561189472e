use base::Id;
use kernel::{Ctx, Event, Result};
use serde::Serialize;

use super::{begin::begin, model::Dossier, store, tell};
use crate::policy::DOSSIER_PROCESS;

#[derive(Serialize)]
struct Finished {}

impl Event for Finished {
    const NAME: &'static str = "onestop.dossier.finished";
}

/// The result is there; `note` tells the applicant what it is and where. It is not late after this moment.
///
/// # Errors
/// [`kernel::Error::NotFound`]; [`kernel::Error::Forbidden`] over another agency; [`kernel::Error::Conflict`] for a stale
/// `version`, a wrong state or one's own dossier.
pub async fn finish(ctx: &Ctx, id: Id<Dossier>, version: i64, note: &str) -> Result<Dossier> {
    let (mut act, mut dossier) = begin(ctx, DOSSIER_PROCESS, id, version).await?;
    let now = act.now();
    dossier.finish(note, now)?;
    store::save(&act, &mut dossier).await?;
    act.record(&dossier, &Finished {}).await?;
    let applicant = store::applicant(&act, id).await?;
    tell::tell(&mut act, &dossier, &applicant, tell::MOVED.name).await?;
    act.commit().await?;
    Ok(dossier)
}
