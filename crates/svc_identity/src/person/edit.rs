use std::{collections::BTreeMap, time::Duration};

use base::Id;
use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Act, Ctx, Error, Result, new_id};

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
    let before = store::find_visible(&act, (&act.scope(), act.now().local_date()), id)
        .await?
        .ok_or(Error::NotFound)?;
    require_over(&mut act, id).await?;
    save(&mut act, before, version, details).await?;
    act.commit().await
}

/// Asks that a person serves nowhere outside the act's scope, and may do nothing the actor may not: whoever sets a mail
/// address is sent the links for another password, and whoever opens another account of somebody's acts in their name.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Conflict`] when one of the person's accounts may do something the actor may not.
pub(crate) async fn require_over(act: &mut Act, person: Id<Person>) -> Result<()> {
    for held in post::store::of_person(act, person, act.now().local_date()).await? {
        act.require(&held.path)?;
    }
    for account in account::store::of_person(act, person).await? {
        grant::require_over(act, account.id).await?;
    }
    Ok(())
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
    let old = before.details.email.clone().filter(|old| details.email.as_ref() != Some(old));
    let person = Person { version, details, ..before };
    store::save(act, &person).await?;
    if let Some(old) = old {
        tell_old_address(act, &person, old).await?;
    }
    act.record(&person, &PersonEdited { fields }).await
}

/// Tells the address links for another password went to until now: its owner may not have changed it.
async fn tell_old_address(act: &mut Act, person: &Person, old: String) -> Result<()> {
    let notice = Notice {
        id: new_id::<()>().uuid(),
        kind: "identity.email_changed".to_owned(),
        to: Recipient::Address {
            name: person.details.full_name.clone(),
            email: Some(old),
            phone: None,
            lang: person.details.lang.code().to_owned(),
        },
        values: BTreeMap::new(),
        path: String::new(),
        agency: None,
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await
}
