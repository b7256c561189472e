use base::{Id, Timestamp};
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use svc_workflow::calendar::{Cutoff, due};

use super::{begin::begin, model::Dossier, store, tell};
use crate::policy::DOSSIER_RECEIVE;

#[derive(Serialize)]
struct Accepted {
    due: Timestamp,
}

impl Event for Accepted {
    const NAME: &'static str = "onestop.dossier.accepted";
}

/// Accepts a dossier, with form 01 (Circular 03/2025/TT-VPCP). The legal clock starts here, not at submission; the term is
/// the one that holds today for the case and the channel.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version`, a wrong state,
/// one's own dossier, or where no term is known.
pub async fn accept(ctx: &Ctx, id: Id<Dossier>, version: i64) -> Result<Dossier> {
    let (mut act, mut dossier) = begin(ctx, DOSSIER_RECEIVE, id, version).await?;
    let now = act.now();
    // The rules of today; where they know the case no more, those under which it was handed in.
    let mut term = None;
    for day in [now.local_date(), dossier.submitted_at.local_date()] {
        let kept = svc_catalogue::service::on(&act, &dossier.procedure, day).await?;
        let rule = kept.and_then(|kept| {
            kept.service.term(dossier.case.as_deref(), dossier.channel).map(|rule| rule.term)
        });
        term = term.or(rule);
    }
    let term = term.ok_or_else(|| Error::Conflict("onestop.refused.no_term".into()))?;
    let calendar = svc_workflow::calendar_of(ctx.app())?;
    let hours = svc_workflow::province_hours(ctx.app(), now.local_date())?;
    let due = due(&calendar, &hours, now.local(), &term, Cutoff::default())
        .map_err(|_| Error::Conflict("workflow.clock.out_of_range".into()))?;
    let by = act.actor().account_id();
    dossier.accept(&due, by, now)?;
    store::save(&act, &mut dossier).await?;
    act.record(&dossier, &Accepted { due: Timestamp::from_local(due.at) }).await?;
    let applicant = store::applicant(&act, id).await?;
    tell::tell(&mut act, &dossier, &applicant, tell::MOVED.name).await?;
    act.commit().await?;
    Ok(dossier)
}
