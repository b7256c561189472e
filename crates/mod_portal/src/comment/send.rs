use base::{Id, LocalDate};
use kernel::{Ctx, Error, Event, Result};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::Message;

use super::{
    model::{Comment, Status},
    store, touch,
};
use crate::{entry::Opened, site::Site};

/// Nothing of what was written, and nothing of who wrote it.
#[derive(Serialize)]
struct Sent {
    entry: Uuid,
}

impl Event for Sent {
    const NAME: &'static str = "portal.comment.sent";
}

/// What somebody thinks of a draft.
#[derive(Clone, Debug)]
pub struct Opinion {
    /// The text.
    pub body: String,
    /// Their name; may be empty.
    pub name: String,
    /// How they are reached; may be empty.
    pub contact: String,
    /// Whether readers see the name.
    pub named: bool,
}

/// The refusal of what comes before the opening or after the closing day.
pub(super) fn closed(draft: &Opened, today: LocalDate) -> Error {
    let message = match (draft.day("opens"), draft.day("closes")) {
        (Some(opens), _) if today < opens => {
            Message::new("portal.comment.refused.early").with("day", opens.vn())
        }
        (_, Some(closes)) => Message::new("portal.comment.refused.closed").with("day", closes.vn()),
        _ => Message::new("portal.comment.refused.never"),
    };
    Error::Conflict(message)
}

/// Keeps an opinion under the identifier its form was given. Nothing of it is public yet.
///
/// # Errors
/// [`Error::Conflict`] when the draft takes none on this day; the database's.
pub async fn send(
    ctx: &Ctx,
    id: Id<Comment>,
    site: &Site,
    draft: &Opened,
    opinion: Opinion,
) -> Result<Comment> {
    if !draft.is_open(ctx.today()) || site.is_former(ctx.today()) {
        return Err(closed(draft, ctx.today()));
    }
    let mut act = ctx.own_act().await?;
    let comment = Comment {
        id,
        entry: draft.id.uuid(),
        agency: site.agency_id,
        agency_path: site.agency_path.clone(),
        agency_until: site.validity.to(),
        shown_name: if opinion.named { opinion.name.clone() } else { String::new() },
        body: opinion.body,
        status: Status::New,
        reply: String::new(),
        reason: String::new(),
        received_at: act.now(),
        updated_at: act.now(),
        version: 1,
    };
    store::insert(&act, &comment, &opinion.name, &opinion.contact, None).await?;
    touch(&mut act, comment.entry);
    act.record(&comment, &Sent { entry: comment.entry }).await?;
    act.commit().await?;
    Ok(comment)
}
