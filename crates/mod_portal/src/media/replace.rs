//! Another file for an item, on every page that shows it.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use svc_files::Upload;
use ui::Message;

use super::{
    add::place,
    change::{found, require_publisher},
    model::Item,
    store,
};
use crate::policy::ENTRY_WRITE;

#[derive(Serialize)]
struct Replaced {
    version: i64,
}

impl Event for Replaced {
    const NAME: &'static str = "portal.media.replaced";
}

/// Exchanges an item's file. A picture stays a picture, a document a document.
///
/// # Errors
/// As of [`super::change`]; [`Error::Conflict`] for a file of the other sort, or one that is gone.
pub async fn replace(ctx: &Ctx, id: Id<Item>, version: i64, upload: Id<Upload>) -> Result<Item> {
    let mut act = ctx.act(ENTRY_WRITE).await?;
    let mut item = found(&mut act, id, version).await?;
    require_publisher(&act, &item).await?;
    let file = svc_files::attach(&mut act, upload, &place(&item)).await?;
    let looks = svc_files::looks(&act, &[file.id]).await?;
    let is_picture = looks.get(&file.id).is_some_and(|look| look.picture.is_some());
    if is_picture != item.is_picture {
        return Err(Error::Conflict(Message::new(OTHER_SORT)));
    }
    svc_files::remove(&mut act, item.file).await?;
    item.file = file.id;
    let now = act.now();
    store::save(&act, &mut item, now).await?;
    act.touch(item.key());
    act.record(&item, &Replaced { version: item.version }).await?;
    act.commit().await?;
    Ok(item)
}

/// The refusal of a document for a picture, or the other way round.
pub(super) const OTHER_SORT: &str = "portal.media.refused.other_sort";
