use kernel::{
    Ctx, Event, Result, Subject,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::model::Status;
use crate::{policy::QUESTION_HANDLE, site::Site};

/// Somebody else answers what an agency that has ended left open.
#[derive(Serialize)]
struct HandedOver {
    from: Uuid,
    to: Uuid,
}

impl Event for HandedOver {
    const NAME: &'static str = "portal.question.handed_over";
}

#[derive(FromQueryResult)]
struct Open {
    id: Uuid,
}

/// A question in the journal.
struct One(Uuid, Uuid);

impl Subject for One {
    const KIND: &'static str = "question";
    fn subject_id(&self) -> Uuid {
        self.0
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.1)
    }
}

/// Gives what is not answered yet to another agency, with its deadline: the law's clock does not stop for a
/// reorganisation. Done again, it changes nothing.
///
/// # Errors
/// The database's.
pub async fn hand_over(ctx: &Ctx, from: &Site, to: &Site) -> Result<()> {
    let open = Status::OPEN;
    let sql = format!("SELECT id FROM portal_question WHERE site_id = $1 AND status IN {open}");
    let waiting: Vec<Open> = ctx.read().all(&sql, vec![from.id.uuid().into()]).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let mut act = ctx.act(QUESTION_HANDLE).await?;
    let sql = format!(
        "UPDATE portal_question SET site_id = $2, agency_id = $3, updated_at = $4, version = version + 1 \
         WHERE site_id = $1 AND status IN {open} RETURNING id"
    );
    let values = vec![from.id.uuid().into(), to.id.uuid().into(), to.agency_id.into(), act.now().0.into()];
    let moved: Vec<Open> = act.all(&sql, values).await?;
    for open in &moved {
        let event = HandedOver { from: from.agency_id, to: to.agency_id };
        act.record(&One(open.id, to.agency_id), &event).await?;
    }
    if moved.is_empty() { Ok(()) } else { act.commit().await }
}
