use base::Id;
use kernel::{Ctx, Event, Result};
use serde::Serialize;

use super::{begin::begin, model::Dossier, store};
use crate::policy::DOSSIER_PROCESS;

#[derive(Serialize)]
struct Taken {}

impl Event for Taken {
    const NAME: &'static str = "onestop.dossier.taken";
}

/// Takes an accepted dossier in hand, from a colleague too.
///
/// # Errors
/// [`kernel::Error::NotFound`]; [`kernel::Error::Forbidden`] over another agency; [`kernel::Error::Conflict`] for a stale
/// `version`, a wrong state or one's own dossier.
pub async fn take(ctx: &Ctx, id: Id<Dossier>, version: i64) -> Result<Dossier> {
    let (mut act, mut dossier) = begin(ctx, DOSSIER_PROCESS, id, version).await?;
    let (now, by) = (act.now(), act.actor().account_id());
    dossier.take(by, now)?;
    store::save(&act, &mut dossier).await?;
    act.record(&dossier, &Taken {}).await?;
    act.commit().await?;
    Ok(dossier)
}
