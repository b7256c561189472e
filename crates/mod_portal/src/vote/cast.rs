use base::Id;
use kernel::{Ctx, Error, Event, Result, Subject};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::Message;

use super::{key, store};
use crate::{entry::Opened, site::Site};

/// Somebody answered. What they answered is not said: the journal has an order, and the box has none.
#[derive(Serialize)]
struct Cast {}

impl Event for Cast {
    const NAME: &'static str = "portal.vote.cast";
}

/// A poll as the journal names it when somebody votes.
struct Poll(Uuid, Uuid);

impl Subject for Poll {
    const KIND: &'static str = "vote";
    fn subject_id(&self) -> Uuid {
        self.0
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.1)
    }
}

/// A vote: which of the answers, on which paper.
pub struct Vote;

/// Puts a vote into the box; one for each paper. The answer is one of the poll's, as it reads today.
///
/// # Errors
/// [`Error::Conflict`] when the poll is not open on this day, when there is no such answer, or when the paper was used.
pub async fn cast(
    ctx: &Ctx,
    id: Id<Vote>,
    site: &Site,
    poll: &Opened,
    ballot: Uuid,
    answer: &str,
) -> Result<()> {
    let refused = |key: &'static str| Error::Conflict(Message::new(key));
    if !poll.is_open(ctx.today()) || site.is_former(ctx.today()) {
        return Err(refused("portal.vote.refused.closed"));
    }
    if !answers(poll).any(|one| one == answer) {
        return Err(refused("portal.vote.refused.answer"));
    }
    let mut act = ctx.own_act().await?;
    if store::is_used(&act, poll.id.uuid(), ballot).await? {
        return Err(refused("portal.vote.refused.again"));
    }
    store::insert(&act, id.uuid(), poll.id.uuid(), ballot, answer, ctx.today()).await?;
    act.touch(key(poll.id.uuid()));
    act.record(&Poll(poll.id.uuid(), site.agency_id), &Cast {}).await?;
    act.commit().await
}

/// The answers of a poll.
pub(super) fn answers(poll: &Opened) -> impl Iterator<Item = &str> {
    poll.fields.rows("answers").iter().filter_map(|row| row.get("title").map(String::as_str))
}
