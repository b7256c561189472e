use kernel::{
    Ctx, Event, Result,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::model::Subject;
use crate::{policy::ENTRY_WRITE, site::Site};

/// Work on an entry goes on at another site.
#[derive(Serialize)]
struct HandedOver {
    from: Uuid,
    to: Uuid,
}
impl Event for HandedOver {
    const NAME: &'static str = "portal.entry.handed_over";
}

/// Entries of a site that were never published, but for translations of those that were.
const UNFINISHED: &str = "site_id = $1 AND published_at IS NULL AND (original_id IS NULL OR original_id IN \
     (SELECT o.id FROM portal_entry o WHERE o.site_id = $1 AND o.published_at IS NULL))";

#[derive(FromQueryResult)]
struct Open {
    id: Uuid,
}

/// Gives entries never published yet to another site: whoever works there now finishes them. A translation stays where its
/// original does. Done again, it changes nothing.
///
/// # Errors
/// The database's.
pub async fn hand_over(ctx: &Ctx, from: &Site, to: &Site) -> Result<()> {
    let sql = format!("SELECT id FROM portal_entry WHERE {UNFINISHED}");
    let waiting: Vec<Open> = ctx.read().all(&sql, vec![from.id.uuid().into()]).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let mut act = ctx.act(ENTRY_WRITE).await?;
    let sql = format!(
        "UPDATE portal_entry SET site_id = $2, updated_at = $3, version = version + 1 WHERE {UNFINISHED} RETURNING id"
    );
    let values = vec![from.id.uuid().into(), to.id.uuid().into(), act.now().0.into()];
    let moved: Vec<Open> = act.all(&sql, values).await?;
    for open in &moved {
        let event = HandedOver { from: from.id.uuid(), to: to.id.uuid() };
        act.record(&Subject { id: open.id, agency: to.agency_id }, &event).await?;
    }
    if moved.is_empty() { Ok(()) } else { act.commit().await }
}
