use base::Id;
use kernel::{Act, Ctx, Error, Result};
use ui::Message;

use super::{
    model::{Details, Person, PersonEdited},
    store,
};
use crate::{Account, PERSON_MANAGE, account, grant, post};

/// Corrects what is known of a person. `version` is the one the editor saw.
///
/// # Errors
/// [`Error::NotFound`] out of sight; [`Error::Forbidden`] when the person also serves, or holds a role, outside one's
/// subtree; [`Error::Conflict`] when they hold rights the administrator does not, for a personal number somebody has
/// already, or a stale version.
pub(crate) async fn edit(ctx: &Ctx, id: Id<Person>, version: i64, details: Details) -> Result<()> {
    let mut act = ctx.act(PERSON_MANAGE).await?;
    let before = store::find_visible(&act, &act.scope(), id).await?.ok_or(Error::NotFound)?;
    let today = act.now().local_date();
    for held in post::store::of_person(&act, id, today).await? {
        act.require(&held.path)?;
    }
    // Whoever sets a mail address is sent the links for another password, so they must hold all the accounts may do.
    for account in account::store::of_person(&act, id).await? {
        for held in grant::store::of_account(&act, account.id, today).await? {
            act.require(&held.path)?;
            let permissions = grant::permissions(ctx.app(), &held.role).unwrap_or_default();
            if !grant::may_give(act.actor(), &permissions, Some(&held.path)) {
                return Err(Error::Conflict(Message::new("identity.account.reset_above")));
            }
        }
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
