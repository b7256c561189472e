use base::{Id, LocalDate};
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{Post, model::PostEnded, store};
use crate::{PERSON_MANAGE, Person, reorganise};

/// Ends a post on a day, which may lie ahead.
///
/// # Errors
/// [`Error::NotFound`] outside one's subtree; [`Error::Conflict`] for a day before its first or after its last, and for one
/// that is over.
pub(crate) async fn end(ctx: &Ctx, person: Id<Person>, id: Id<Post>, last: LocalDate) -> Result<()> {
    let mut act = ctx.act(PERSON_MANAGE).await?;
    let post = store::find(&act, id, person).await?.ok_or(Error::NotFound)?;
    act.require(&post.path).map_err(|_| Error::NotFound)?;
    if last < post.valid_from {
        return Err(Error::Conflict(Message::new("identity.post.ends_before")));
    }
    // Nobody comes back to a post by its end being moved; one that goes along in a reorganisation ends at the heir.
    let over = post.valid_to.is_some_and(|end| end < act.now().local_date());
    let longer = post.valid_to.is_some_and(|end| last > end);
    if over || (longer && !reorganise::goes_along(&act, id.uuid()).await?) {
        return Err(Error::Conflict(Message::new("identity.post.ended_already")));
    }
    store::end(&act, id, last).await?;
    reorganise::posts_ended(&act, &[(id.uuid(), last.iso())]).await?;
    act.record(&post, &PostEnded { post: id, last_day: last.iso() }).await?;
    act.commit().await
}
