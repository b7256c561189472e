use base::Id;
use kernel::{Ctx, Result, new_id};

use super::{
    model::{Details, Person, PersonCreated},
    store,
};
use crate::{
    PERSON_MANAGE,
    post::{self, NewPost},
};

/// Enters a person together with their first post, both or neither: who has no post is nobody's to administer.
///
/// # Errors
/// [`kernel::Error::Conflict`] for a personal number somebody has already, or an agency that is not there;
/// [`kernel::Error::Forbidden`] for an agency outside one's subtree.
pub(crate) async fn create(ctx: &Ctx, details: Details, first: NewPost) -> Result<Id<Person>> {
    let mut act = ctx.act(PERSON_MANAGE).await?;
    let person = Person { id: new_id(), details, version: 1 };
    store::insert(&act, &person).await?;
    act.record(&person, &PersonCreated {}).await?;
    post::fill_in(&mut act, person.id, first).await?;
    act.commit().await?;
    Ok(person.id)
}
