use std::{collections::BTreeMap, time::Duration};

use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Act, Ctx, Error, Result, new_id};
use ui::FormState;

use super::{
    Account, Hasher, OWN_PATH,
    model::{PasswordChanged, Status, check_password, parse_password},
    store,
};
use crate::{
    link,
    session::{self, Throttle, Try, wait},
};

/// Another password for one's own account. Every other session of the account ends: whoever knew the old password
/// is out.
///
/// # Errors
/// [`Error::Invalid`] with what to correct in `current`, `new` and `again`; [`Error::Conflict`] when the account was
/// changed or the session ended meanwhile.
pub(crate) async fn change_password(ctx: &Ctx, mut form: FormState) -> Result<()> {
    let id = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let account = store::find(ctx.read(), id).await?.ok_or(Error::SignIn)?;
    let current = parse_password(form.value("current"));
    if current.is_empty() {
        form.reject("current", "identity.password.current_missing");
    }
    let new = check_new_password(&mut form, &account.login);
    if current == new && form.error("new").is_none() {
        form.reject("new", "identity.password.same");
    }
    if form.is_ok() {
        check_current(ctx, &mut form, &account.login).await?;
    }
    if !form.is_ok() {
        return Err(Error::Invalid(Box::new(form)));
    }
    let hash = ctx.app().part::<Hasher>()?.hash(&new).await?;
    let mut act = ctx.own_act().await?;
    // Hashing takes long. An account locked, a password given out or a session ended meanwhile stays so: the password
    // compared above may no longer be the account's.
    let known = account.version;
    let mut account = store::hold(&act, id).await?.ok_or(Error::SignIn)?;
    let session = ctx.session().ok_or(Error::SignIn)?;
    let here = session::store::is_there(&act, session, id).await?;
    if account.version != known || account.status != Status::Active || !here {
        return Err(Error::stale());
    }
    account.must_change = false;
    store::save(&act, &account).await?;
    store::save_password(&act, id, &hash).await?;
    session::store::end_all(&act, id, Some(session)).await?;
    link::store::void(&act, id).await?;
    act.record(&account, &PasswordChanged {}).await?;
    tell_password_changed(&mut act, &account).await?;
    act.commit().await
}

/// Reads a new password typed twice into `new` and `again`; what is wrong is said there.
pub(crate) fn check_new_password(form: &mut FormState, login: &str) -> String {
    let new = parse_password(form.value("new"));
    if let Err(message) = check_password(&new, login) {
        form.reject("new", message);
    }
    if parse_password(form.value("again")) != new {
        form.reject("again", "identity.password.differs");
    }
    new
}

/// Tells the owner that the password is another now: whoever did not change it themselves learns it this way.
pub(crate) async fn tell_password_changed(act: &mut Act, account: &Account) -> Result<()> {
    let notice = Notice {
        id: new_id::<()>().uuid(),
        kind: "identity.password_changed".to_owned(),
        to: Recipient::Account(account.id.uuid()),
        values: BTreeMap::from([("at".to_owned(), act.now().local().vn())]),
        path: OWN_PATH.to_owned(),
        agency: None,
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await
}

/// A session left open on a shared machine must not be a way to guess the password.
async fn check_current(ctx: &Ctx, form: &mut FormState, login: &str) -> Result<()> {
    let throttle = ctx.app().part::<Throttle>()?;
    let session = ctx.session().ok_or(Error::SignIn)?;
    let attempt = match throttle.begin(Try::Session(session), ctx.now()) {
        Ok(attempt) => attempt,
        Err(seconds) => {
            form.reject("current", wait(seconds));
            return Ok(());
        }
    };
    if super::check_password(ctx, login, form.value("current")).await?.is_some() {
        throttle.succeeded(attempt);
    } else {
        form.reject("current", "identity.password.wrong");
        ctx.log_access("password change refused").await;
    }
    Ok(())
}
