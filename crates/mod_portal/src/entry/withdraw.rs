//! Taking an entry off the site.

use base::Id;
use kernel::{Act, Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{filing, model::Entry, relation, store, touch, translation};
use crate::policy;

#[derive(Serialize)]
struct Withdrawn {
    reason: Uuid,
}

impl Event for Withdrawn {
    const NAME: &'static str = "portal.entry.withdrawn";
}

/// Takes a public entry off the site with a reason. Its address then says so, without its content.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or when
/// it is not public.
pub async fn withdraw(ctx: &Ctx, id: Id<Entry>, version: i64, reason: &str) -> Result<Entry> {
    let mut act = ctx.act(policy::ENTRY_PUBLISH).await?;
    let mut entry = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(entry.deciding_path(act.now().local_date()))?;
    if entry.version != version {
        return Err(Error::stale());
    }
    relation::take_turn(&act, &entry).await?;
    entry.withdraw(act.now())?;
    keep(act, entry, reason).await
}

/// Takes off an entry whose time is over. One approved anew meanwhile, for longer or for good, is left alone: its own job
/// comes later.
pub(super) async fn expire(ctx: &Ctx, id: Id<Entry>) -> Result<()> {
    let act = ctx.act(policy::ENTRY_PUBLISH).await?;
    let Some(mut entry) = store::find(&act, act.actor(), id).await? else { return Ok(()) };
    if !entry.expire(act.now()) {
        return Ok(());
    }
    relation::take_turn(&act, &entry).await?;
    let reason = ui::t(entry.content.lang.screens(), "portal.entry.expired");
    keep(act, entry, reason).await.map(drop)
}

/// Keeps that it was taken off, and takes its translations off with it: what is wrong or over in one language is so in
/// all.
async fn keep(mut act: Act, mut entry: Entry, reason: &str) -> Result<Entry> {
    let actor = act.actor().clone();
    keep_one(&mut act, &mut entry, reason).await?;
    // Read now: one that was being published held the original until it was.
    for mut translation in translation::public_of(&act, &actor, entry.id).await? {
        translation.withdraw(act.now())?;
        keep_one(&mut act, &mut translation, reason).await?;
    }
    act.commit().await?;
    Ok(entry)
}

async fn keep_one(act: &mut Act, entry: &mut Entry, reason: &str) -> Result<()> {
    let row = new_id::<()>().uuid();
    store::save(act, entry).await?;
    store::add_reason(act, row, entry, act.now(), reason).await?;
    filing::file(act, entry).await?;
    touch(act, entry);
    act.record(entry, &Withdrawn { reason: row }).await
}
