//! Approving an entry: public at once, or by itself at a planned time.

use std::time::Duration;

use base::{Id, Timestamp};
use kernel::{App, Ctx, Error, Event, JobKind, Result, Task};
use serde::{Deserialize, Serialize};
use ui::Message;

use super::{
    desk, filing,
    model::{Entry, Span, Status},
    relation, store, take_back, touch, translation,
};
use crate::{eyes, mailing, officers, policy};

#[derive(Serialize)]
struct Published {
    revision: i64,
}

impl Event for Published {
    const NAME: &'static str = "portal.entry.published";
}

#[derive(Serialize)]
struct Approved {
    revision: i64,
    publish_at: Timestamp,
}

impl Event for Approved {
    const NAME: &'static str = "portal.entry.approved";
}

#[derive(Serialize, Deserialize)]
struct Due {
    entry: Id<Entry>,
}

/// Approves and publishes, at once or at the time the span names, for good or until the time it names.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version`, a wrong
/// state, the actor's own entry, or a translation of what the public does not see.
pub async fn publish(ctx: &Ctx, id: Id<Entry>, version: i64, span: Span) -> Result<Entry> {
    let mut act = ctx.act(policy::ENTRY_PUBLISH).await?;
    let mut entry = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(entry.deciding_path(act.now().local_date()))?;
    if entry.version != version {
        return Err(Error::stale());
    }
    relation::take_turn(&act, &entry).await?;
    if !translation::is_led(&act, &entry).await? {
        return Err(Error::Conflict(Message::new("portal.entry.refused.original_not_public")));
    }
    let (first, hands) = (!entry.is_public(), entry.hands.clone());
    entry.approve(&eyes::acting(&act).await?, span, act.now())?;
    store::save(&act, &mut entry).await?;
    let now = act.now();
    let wait = |at: Timestamp| Duration::from_millis((at.0 - now.0).unsigned_abs());
    if let Some(until) = entry.withdraw_at {
        act.enqueue(EXPIRY.name, &Due { entry: id }, wait(until)).await?;
    }
    match entry.publish_at {
        Some(publish_at) => {
            act.record(&entry, &Approved { revision: entry.revision, publish_at }).await?;
            act.enqueue(JOB.name, &Due { entry: id }, wait(publish_at)).await?;
        }
        None => {
            filing::file(&mut act, &entry).await?;
            touch(&mut act, &entry);
            act.record(&entry, &Published { revision: entry.revision }).await?;
            mailing::announce(&mut act, &entry, first).await?;
        }
    }
    let told = officers::Told {
        kind: officers::ENTRY_APPROVED,
        values: &[("title", entry.content.title.clone())],
        path: desk::path(id),
        agency: entry.agency,
        once: None,
    };
    officers::tell(&mut act, &hands, &told).await?;
    act.commit().await?;
    Ok(entry)
}

/// Publishes approved entries when their time has come.
pub const JOB: JobKind = JobKind { name: "portal.publish_scheduled", run: run_due, every: None };

fn run_due(app: App, payload: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let due: Due = serde_json::from_value(payload)?;
        release(&Ctx::system(&app, JOB.name), due.entry).await
    })
}

/// Publishes an approved entry whose time has come. One taken back or planned anew meanwhile is left alone: its
/// own job comes later. A translation whose original was taken off meanwhile goes back to its writer.
async fn release(ctx: &Ctx, id: Id<Entry>) -> Result<()> {
    let mut act = ctx.act(policy::ENTRY_PUBLISH).await?;
    let Some(mut entry) = store::find(&act, act.actor(), id).await? else { return Ok(()) };
    let (first, planned) = (!entry.is_public(), entry.clone());
    if !entry.release(act.now()) {
        return Ok(());
    }
    debug_assert_eq!(entry.status, Status::Published);
    relation::take_turn(&act, &entry).await?;
    if !translation::is_led(&act, &entry).await? {
        entry = planned;
        take_back::keep(&mut act, &mut entry).await?;
        return act.commit().await;
    }
    store::save(&act, &mut entry).await?;
    filing::file(&mut act, &entry).await?;
    touch(&mut act, &entry);
    act.record(&entry, &Published { revision: entry.revision }).await?;
    mailing::announce(&mut act, &entry, first).await?;
    act.commit().await
}

/// Takes entries off when their time is over.
pub const EXPIRY: JobKind = JobKind { name: "portal.withdraw_expired", run: run_over, every: None };

fn run_over(app: App, payload: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let due: Due = serde_json::from_value(payload)?;
        super::withdraw::expire(&Ctx::system(&app, EXPIRY.name), due.entry).await
    })
}
