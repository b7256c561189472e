use base::Id;
use kernel::{Ctx, Event, Result};
use serde::Serialize;

use super::{begin::begin, model::Dossier, store, tell};
use crate::policy::DOSSIER_RECEIVE;

#[derive(Serialize)]
struct Refused {}

impl Event for Refused {
    const NAME: &'static str = "onestop.dossier.refused";
}

/// Refuses to accept a dossier, with form 03; the reason is the applicant's to read.
///
/// # Errors
/// [`kernel::Error::NotFound`]; [`kernel::Error::Forbidden`] over another agency; [`kernel::Error::Conflict`] for a stale
/// `version`, a wrong state or one's own dossier.
pub async fn refuse(ctx: &Ctx, id: Id<Dossier>, version: i64, reason: &str) -> Result<Dossier> {
    let (mut act, mut dossier) = begin(ctx, DOSSIER_RECEIVE, id, version).await?;
    let now = act.now();
    dossier.refuse(reason, now)?;
    store::save(&act, &mut dossier).await?;
    act.record(&dossier, &Refused {}).await?;
    let applicant = store::applicant(&act, id).await?;
    tell::tell(&mut act, &dossier, &applicant, tell::MOVED.name).await?;
    act.commit().await?;
    Ok(dossier)
}
