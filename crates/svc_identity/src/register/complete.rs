use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use serde::Serialize;
use ui::{FormState, Message};

use super::model::Asked;
use crate::{
    Account,
    account::{self, Hasher, Status},
    person::{self, Details, Person, PersonCreated},
};

/// Somebody made their own account.
#[derive(Serialize)]
struct Registered {}

impl Event for Registered {
    const NAME: &'static str = "identity.account.registered";
}

/// Makes the account a link asks for, with the password chosen now.
///
/// # Errors
/// [`Error::Invalid`] with what to correct in `new` and `again`; [`Error::Conflict`] when there is such an account by now.
pub(super) async fn complete(ctx: &Ctx, asked: Asked, mut form: FormState) -> Result<Account> {
    let password = account::check_new_password(&mut form, &asked.email);
    if !form.is_ok() {
        return Err(Error::Invalid(Box::new(form)));
    }
    let taken = || Error::Conflict(Message::new("identity.register.taken"));
    if account::store::by_login(ctx.read(), &asked.email).await?.is_some() {
        return Err(taken());
    }
    let hash = ctx.app().part::<Hasher>()?.hash(&password).await?;
    let mut act = ctx.own_act().await?;
    // The link may be opened twice at once: the login is unique, and the second finds it here or is refused by the database.
    if account::store::by_login(&act, &asked.email).await?.is_some() {
        return Err(taken());
    }
    let details = Details {
        full_name: asked.name.clone(),
        email: Some(asked.email.clone()),
        lang: ctx.lang(),
        ..Details::default()
    };
    let person = Person { id: new_id(), details, version: 1 };
    let account = Account {
        id: new_id::<Account>(),
        person: person.id,
        login: asked.email,
        display_name: asked.name,
        status: Status::Active,
        must_change: false,
        // The tour shows how officers work.
        toured: true,
        version: 1,
    };
    act.recognise(Id::uuid(account.id));
    person::store::insert(&act, &person).await?;
    account::store::insert(&act, &account, &hash, act.now()).await?;
    act.record(&person, &PersonCreated {}).await?;
    act.record(&account, &Registered {}).await?;
    act.commit().await?;
    Ok(account)
}
