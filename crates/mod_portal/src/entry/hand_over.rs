use kernel::{
    Ctx, Event, Result, Subject,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;

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

#[derive(FromQueryResult)]
struct Open {
    id: Uuid,
}

/// An entry in the journal.
struct One(Uuid, Uuid);
impl Subject for One {
    const KIND: &'static str = "entry";
    fn subject_id(&self) -> Uuid {
        self.0
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.1)
    }
}

/// Gives entries never published yet to another site: whoever works there now finishes them. Done again, it changes
/// nothing.
///
/// # Errors
/// The database's.
pub async fn hand_over(ctx: &Ctx, from: &Site, to: &Site) -> Result<()> {
    let sql = "SELECT id FROM portal_entry WHERE site_id = $1 AND published_at IS NULL";
    let waiting: Vec<Open> = ctx.read().all(sql, vec![from.id.uuid().into()]).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let mut act = ctx.act(ENTRY_WRITE).await?;
    let sql = "UPDATE portal_entry SET site_id = $2, updated_at = $3, version = version + 1 \
               WHERE site_id = $1 AND published_at IS NULL RETURNING id";
    let values = vec![from.id.uuid().into(), to.id.uuid().into(), act.now().0.into()];
    let moved: Vec<Open> = act.all(sql, values).await?;
    for open in &moved {
        let event = HandedOver { from: from.id.uuid(), to: to.id.uuid() };
        act.record(&One(open.id, to.agency_id), &event).await?;
    }
    if moved.is_empty() { Ok(()) } else { act.commit().await }
}
