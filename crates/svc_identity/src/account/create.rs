use base::Id;
use kernel::{Act, Ctx, Error, Result, new_id};
use ui::FormState;

use super::{
    Hasher,
    model::{
        Account, AccountCreated, Status, check_password, parse_display_name, parse_login, parse_password,
    },
    store,
};
use crate::{ACCOUNT_MANAGE, NewGrant, grant};

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
}

/// Makes an account that holds no role yet.
///
/// # Errors
/// [`Error::Invalid`] with what to correct in `login`, `display_name` and `password`; [`Error::Conflict`] when the
/// login is taken; [`Error::Forbidden`].
pub async fn create_account(ctx: &Ctx, new: NewAccount) -> Result<Id<Account>> {
    let (account, hash) = prepare(ctx, new).await?;
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    insert(&mut act, &account, &hash).await?;
    act.commit().await?;
    Ok(account.id)
}

/// Makes an account and gives it its first role, both or neither.
///
/// # Errors
/// Those of [`create_account`] and of [`crate::grant()`].
pub async fn create_account_with_grant(ctx: &Ctx, new: NewAccount, first: NewGrant) -> Result<Id<Account>> {
    let (account, hash) = prepare(ctx, new).await?;
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    insert(&mut act, &account, &hash).await?;
    grant::give(&mut act, account.id, first).await?;
    act.commit().await?;
    Ok(account.id)
}

/// What is wrong with an account to be made, before the database is asked.
///
/// # Errors
/// [`Error::Invalid`] with what to correct in `login`, `display_name` and `password`.
pub(super) fn check(new: &NewAccount) -> Result<(Account, String)> {
    let mut form = FormState::default();
    let mut kept = |field: &str, parsed: Result<String, ui::Message>| {
        parsed.map_err(|message| form.reject(field, message)).unwrap_or_default()
    };
    let login = kept("login", parse_login(&new.login));
    let display_name = kept("display_name", parse_display_name(&new.display_name));
    let password = parse_password(&new.password);
    let password = kept("password", check_password(&password, &login).map(|()| password));
    if !form.is_ok() {
        return Err(Error::Invalid(Box::new(form)));
    }
    let (status, must_change) = (Status::Active, new.must_change);
    let account = Account { id: new_id(), login, display_name, status, must_change, version: 1 };
    Ok((account, password))
}

/// Checks the input and hashes the password, before the transaction: hashing takes long.
async fn prepare(ctx: &Ctx, new: NewAccount) -> Result<(Account, String)> {
    if !ctx.may(ACCOUNT_MANAGE, None) {
        return Err(Error::Forbidden);
    }
    let (account, password) = check(&new)?;
    let hash = ctx.app().part::<Hasher>()?.hash(&password).await?;
    Ok((account, hash))
}

async fn insert(act: &mut Act, account: &Account, hash: &str) -> Result<()> {
    store::insert(act, account, hash, act.now()).await?;
    act.record(account, &AccountCreated {}).await
}
