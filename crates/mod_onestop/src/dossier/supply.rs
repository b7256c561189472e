use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use svc_files::{Audience, Place, Upload};

use super::{model::Dossier, store};
use crate::policy::DOSSIER_READ;

#[derive(Serialize)]
struct Supplied {
    files: usize,
}

impl Event for Supplied {
    const NAME: &'static str = "onestop.dossier.supplied";
}

/// The key under which papers stand that were asked for afterwards.
pub const SUPPLEMENT: &str = "bo-sung";

/// The applicant hands in what was asked for; the clock goes on.
///
/// # Errors
/// [`Error::SignIn`]; [`Error::NotFound`] for one that is not theirs; [`Error::Conflict`] for a stale `version`, a wrong
/// state, or a file that is gone.
pub async fn supply(ctx: &Ctx, id: Id<Dossier>, version: i64, files: &[Id<Upload>]) -> Result<Dossier> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let mut act = ctx.own_act().await?;
    let mut dossier = store::own(&act, account, id).await?.ok_or(Error::NotFound)?;
    if dossier.version != version {
        return Err(Error::stale());
    }
    let now = act.now();
    let calendar = svc_workflow::calendar_of(ctx.app())?;
    let hours = svc_workflow::province_hours(ctx.app(), now.local_date())?;
    dossier.supply(&calendar, &hours, now)?;
    let place = Place {
        subject_kind: "dossier",
        subject_id: id.uuid(),
        agency: Some(dossier.agency),
        audience: Audience::Permission(DOSSIER_READ, Some(account)),
    };
    for upload in files {
        let file = svc_files::attach(&mut act, *upload, &place).await?;
        crate::paper::add(&act, id.uuid(), file.id.uuid(), SUPPLEMENT).await?;
    }
    store::save(&act, &mut dossier).await?;
    act.record(&dossier, &Supplied { files: files.len() }).await?;
    act.commit().await?;
    Ok(dossier)
}
