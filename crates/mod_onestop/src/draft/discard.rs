use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::store;
use crate::dossier::Dossier;

#[derive(Serialize)]
struct Discarded {}

impl Event for Discarded {
    const NAME: &'static str = "onestop.draft.discarded";
}

/// Throws a draft away, with its files.
///
/// # Errors
/// [`Error::SignIn`]; [`Error::NotFound`] for one that is not theirs; [`Error::stale`] when it was changed meanwhile.
pub async fn discard(ctx: &Ctx, id: Id<Dossier>) -> Result<()> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let mut act = ctx.own_act().await?;
    let draft = store::find(&act, account, id).await?.ok_or(Error::NotFound)?;
    if !store::remove(&act, &draft).await? {
        return Err(Error::stale());
    }
    for file in crate::paper::of(&act, id.uuid()).await? {
        crate::paper::remove(&act, id.uuid(), file.id).await?;
        svc_files::remove(&mut act, Id::from_uuid(file.id)).await?;
    }
    act.record(&draft, &Discarded {}).await?;
    act.commit().await
}
