//! An item leaves the library.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use ui::Message;

use super::{change::found, model::Item, store};
use crate::policy::ENTRY_WRITE;

#[derive(Serialize)]
struct Removed {}

impl Event for Removed {
    const NAME: &'static str = "portal.media.removed";
}

/// Removes an item that no entry shows.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another site; [`Error::Conflict`] for a stale `version`, or while an
/// entry shows it.
pub async fn remove(ctx: &Ctx, id: Id<Item>, version: i64) -> Result<()> {
    let mut act = ctx.act(ENTRY_WRITE).await?;
    let item = found(&mut act, id, version).await?;
    let uses = store::uses(&act, id, 100).await?;
    if !uses.is_empty() {
        return Err(Error::Conflict(Message::new("portal.media.refused.used").with("n", uses.len())));
    }
    store::delete(&act, &item).await?;
    svc_files::remove(&mut act, item.file).await?;
    act.touch(item.key());
    act.record(&item, &Removed {}).await?;
    act.commit().await
}
