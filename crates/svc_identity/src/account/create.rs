use base::Id;
use kernel::{Act, Ctx, Error, Result, new_id};
use ui::{FormState, Message};

use super::{
    Hasher, NOBODYS,
    model::{Account, AccountCreated, Status, check_password, parse_login, parse_password},
    store,
};
use crate::{
    ACCOUNT_MANAGE, NewGrant, grant, link,
    person::{self, Details, Person, PersonCreated, parse_name},
};

/// An account to be made.
#[derive(Clone, Default)]
pub struct NewAccount {
    /// The name to sign in with, 3 to 64 letters without accents, digits, `.`, `-`, `_` or `@`; stored folded.
    pub login: String,
    /// The name to be called by, up to 120 characters.
    pub display_name: String,
    /// The first password, at least 12 characters.
    pub password: String,
    /// Whether the account holds no role until its owner has chosen another password.
    pub must_change: bool,
    /// Whose account it is; a person of this name is entered if nobody is named.
    pub person: Option<Id<Person>>,
    /// The new person's mail address; may be empty.
    pub email: String,
    /// The new person's telephone; may be empty.
    pub phone: String,
    /// Whether to mail the owner a link by which they choose the password; the one given here is then nobody's.
    pub invite: bool,
}

/// Makes an account that holds no role yet.
///
/// # Errors
/// [`Error::Invalid`] with what to correct in `login`, `display_name`, `password`, `email` and `phone`; [`Error::Conflict`] when the
/// login is taken, or the person named has an account already or may do what the actor may not; [`Error::Forbidden`].
pub async fn create_account(ctx: &Ctx, new: NewAccount) -> Result<Id<Account>> {
    let prepared = prepare(ctx, new).await?;
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    let id = prepared.insert(&mut act).await?;
    act.commit().await?;
    Ok(id)
}

/// Makes an account and gives it its first role, both or neither.
///
/// # Errors
/// Those of [`create_account`] and of [`crate::grant()`].
pub async fn create_account_with_grant(ctx: &Ctx, new: NewAccount, first: NewGrant) -> Result<Id<Account>> {
    let prepared = prepare(ctx, new).await?;
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    let id = prepared.insert(&mut act).await?;
    grant::give(&mut act, id, first).await?;
    act.commit().await?;
    Ok(id)
}

/// What is wrong with an account to be made, before the database is asked.
///
/// # Errors
/// [`Error::Invalid`] with what to correct in `login`, `display_name`, `password`, `email` and `phone`.
pub(super) fn check(new: &NewAccount) -> Result<(Account, String, Details)> {
    let mut form = FormState::default().with("email", &new.email).with("phone", &new.phone);
    let mut kept = |field: &str, parsed: Result<String, Message>| {
        parsed.map_err(|message| form.reject(field, message)).unwrap_or_default()
    };
    let login = kept("login", parse_login(&new.login));
    let display_name = kept("display_name", parse_name(&new.display_name));
    let password = parse_password(&new.password);
    let password = kept("password", check_password(&password, &login).map(|()| password));
    let contact = Details::read_contact(&mut form);
    if !form.is_ok() {
        return Err(Error::Invalid(Box::new(form)));
    }
    let (status, must_change) = (Status::Active, new.must_change);
    let details = Details { full_name: display_name.clone(), ..contact };
    let account = Account {
        id: new_id(),
        person: new.person.unwrap_or_else(new_id),
        login,
        display_name,
        status,
        must_change,
        toured: true,
        version: 1,
    };
    Ok((account, password, details))
}

/// Checks the input and hashes the password, before the transaction: hashing takes long.
async fn prepare(ctx: &Ctx, new: NewAccount) -> Result<Prepared> {
    if !ctx.may(ACCOUNT_MANAGE, None) {
        return Err(Error::Forbidden);
    }
    let known = new.person.is_some();
    let (account, password, details) = check(&new)?;
    if new.invite && !known && details.email.is_none() {
        return Err(no_address());
    }
    // Whom an administrator makes an account for is shown around; the operator's own need no guide.
    let account = Account { toured: ctx.actor().account_id().is_none(), ..account };
    let hash = match new.invite {
        true => NOBODYS.to_owned(),
        false => ctx.app().part::<Hasher>()?.hash(&password).await?,
    };
    Ok(Prepared { account, hash, newcomer: (!known).then_some(details), invite: new.invite })
}

/// Nobody can be invited without a mail address.
fn no_address() -> Error {
    let mut form = FormState::default();
    form.reject("email", "identity.account.invite_needs_email");
    Error::Invalid(Box::new(form))
}

/// An account ready to be written.
struct Prepared {
    account: Account,
    hash: String,
    /// The person to be entered with it.
    newcomer: Option<Details>,
    invite: bool,
}

impl Prepared {
    async fn insert(self, act: &mut Act) -> Result<Id<Account>> {
        let Self { mut account, hash, newcomer, invite } = self;
        match newcomer {
            Some(details) => {
                let person = Person { id: account.person, details, version: 1 };
                person::store::insert(act, &person).await?;
                act.record(&person, &PersonCreated {}).await?;
            }
            None => {
                let known =
                    person::store::find_visible(act, (&act.scope(), act.now().local_date()), account.person)
                        .await?;
                let known = known.ok_or(Error::NotFound)?;
                // One account of somebody's may set where links for the others go.
                person::require_over(act, known.id).await?;
                if !store::of_person(act, known.id).await?.is_empty() {
                    return Err(Error::Conflict(Message::new("identity.account.has_one")));
                }
                account.display_name = known.details.full_name;
            }
        }
        store::insert(act, &account, &hash, act.now()).await?;
        act.record(&account, &AccountCreated {}).await?;
        if invite && !link::invite(act, &account).await? {
            return Err(no_address());
        }
        Ok(account.id)
    }
}
