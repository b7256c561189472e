use base::Id;
use kernel::{Act, Ctx, Error, Result};

use super::{
    model::{Details, Person, PersonEdited},
    store,
};
use crate::{Account, PERSON_MANAGE, post};

/// Corrects what is known of a person. `version` is the one the editor saw.
///
/// # Errors
/// [`Error::NotFound`] out of sight; [`Error::Forbidden`] when the person also serves outside one's subtree;
/// [`Error::Conflict`] for a personal number somebody has already, or a stale version.
pub(crate) async fn edit(ctx: &Ctx, id: Id<Person>, version: i64, details: Details) -> Result<()> {
    let mut act = ctx.act(PERSON_MANAGE).await?;
    let before = store::find_visible(&act, &act.scope(), id).await?.ok_or(Error::NotFound)?;
    for held in post::store::of_person(&act, id, act.now().local_date()).await? {
        act.require(&held.path)?;
    }
    save(&mut act, before, version, details).await?;
    act.commit().await
}

/// Changes how oneself is reached: telephone, mail address, language.
///
/// # Errors
/// [`Error::SignIn`]; [`Error::Conflict`] for a stale version.
pub(crate) async fn edit_own_contact(
    ctx: &Ctx,
    account: Id<Account>,
    version: i64,
    contact: Details,
) -> Result<()> {
    let mut act = ctx.own_act().await?;
    let before = store::of_account(&act, account).await?.ok_or(Error::SignIn)?;
    let details =
        Details { phone: contact.phone, email: contact.email, lang: contact.lang, ..before.details.clone() };
    save(&mut act, before, version, details).await?;
    act.commit().await
}

async fn save(act: &mut Act, before: Person, version: i64, details: Details) -> Result<()> {
    let fields = before.details.differences(&details);
    let person = Person { version, details, ..before };
    store::save(act, &person).await?;
    act.record(&person, &PersonEdited { fields }).await
}
