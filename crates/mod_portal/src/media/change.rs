//! What is said about an item changes.

use base::Id;
use kernel::{Act, Ctx, Error, Event, Result};
use serde::Serialize;
use ui::Message;

use super::{
    add::ALT_MISSING,
    model::{Details, Item},
    store,
};
use crate::policy::{ENTRY_PUBLISH, ENTRY_WRITE};

#[derive(Serialize)]
struct Changed {
    version: i64,
}

impl Event for Changed {
    const NAME: &'static str = "portal.media.changed";
}

/// Says something else about an item.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another site, or when readers see it and the actor may not publish;
/// [`Error::Conflict`] for a stale `version` or a picture without a description.
pub async fn change(ctx: &Ctx, id: Id<Item>, version: i64, details: Details) -> Result<Item> {
    let mut act = ctx.act(ENTRY_WRITE).await?;
    let mut item = found(&mut act, id, version).await?;
    if item.is_picture && details.alt.is_empty() {
        return Err(Error::Conflict(Message::new(ALT_MISSING)));
    }
    if item.details == details {
        return Ok(item);
    }
    require_publisher(&act, &item).await?;
    item.details = details;
    let now = act.now();
    store::save(&act, &mut item, now).await?;
    act.touch(item.key());
    act.record(&item, &Changed { version: item.version }).await?;
    act.commit().await?;
    Ok(item)
}

/// The item as the form knew it, which the actor may change.
pub(super) async fn found(act: &mut Act, id: Id<Item>, version: i64) -> Result<Item> {
    let item = store::find(act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(&item.agency_path)?;
    if item.version != version {
        return Err(Error::stale());
    }
    Ok(item)
}

/// What readers see is changed by those who may publish, on every site that shows it.
pub(super) async fn require_publisher(act: &Act, item: &Item) -> Result<()> {
    // What readers see comes first.
    let shown = store::uses(act, item.id, 1).await?.iter().any(|entry| entry.is_public);
    if shown && !act.ctx().may(ENTRY_PUBLISH, Some(&item.agency_path)) {
        return Err(Error::Conflict(Message::new("portal.media.refused.public")));
    }
    Ok(())
}
