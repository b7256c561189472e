use base::Id;
use kernel::{Act, Ctx, Error, Result, access, new_id};
use ui::Message;

use super::{NewPost, Post, PostFilled, store};
use crate::{PERSON_MANAGE, Person, grant, person, reorganise};

/// Gives a person a post at an agency of the administrator's subtree. A new main post takes the place of the old one.
///
/// # Errors
/// [`Error::NotFound`] for a person out of sight; [`Error::Conflict`] for an agency that is not there, or a post like it
/// at the same time; [`Error::Forbidden`] outside one's subtree.
pub(crate) async fn fill(ctx: &Ctx, person: Id<Person>, new: NewPost) -> Result<Id<Post>> {
    let mut act = ctx.act(PERSON_MANAGE).await?;
    person::store::find_visible(&act, (&act.scope(), act.now().local_date()), person)
        .await?
        .ok_or(Error::NotFound)?;
    let id = fill_in(&mut act, person, new).await?;
    act.commit().await?;
    Ok(id)
}

/// The filling, within an act.
pub(crate) async fn fill_in(act: &mut Act, person: Id<Person>, new: NewPost) -> Result<Id<Post>> {
    let agency = grant::store::agency(act, new.agency, new.valid_from).await?;
    let (agency_name, path) =
        agency.ok_or_else(|| Error::Conflict(Message::new("identity.grant.unknown_agency")))?;
    act.require(&path)?;
    let held = store::of_person(act, person, new.valid_from).await?;
    if held.iter().any(|held| held.agency == new.agency && held.title == new.title) {
        return Err(Error::Conflict(Message::new("identity.post.held_already")));
    }
    // Which post is the main one elsewhere is for those who administer there.
    let elsewhere =
        held.iter().any(|held| held.main && !access::allows(act.actor(), PERSON_MANAGE, Some(&held.path)));
    let main = (new.main && !elsewhere) || held.is_empty();
    let post = Post {
        id: new_id(),
        person,
        agency: new.agency,
        agency_name,
        path,
        title: new.title,
        unit: new.unit,
        main,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
    };
    store::insert(act, &post).await?;
    act.record(&post, &PostFilled { post: post.id }).await?;
    reorganise::posts_filled(act, &[post.id.uuid()]).await?;
    Ok(post.id)
}
