use kernel::{Ctx, Error, Result};
use ui::{FormState, Message};

use super::{
    Hasher,
    model::{PasswordChanged, Status, check_password, parse_password},
    store,
};
use crate::session::{self, Throttle};

/// Another password for one's own account. Every other session of the account ends: whoever knew the old password
/// is out.
///
/// # Errors
/// [`Error::Invalid`] with what to correct in `current`, `new` and `again`; [`Error::Conflict`] when the account was
/// changed or the session ended meanwhile.
pub(crate) async fn change_password(ctx: &Ctx, mut form: FormState) -> Result<()> {
    let id = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let account = store::find(ctx.read(), id).await?.ok_or(Error::SignIn)?;
    let new = parse_password(form.value("new"));
    let current = parse_password(form.value("current"));
    if current.is_empty() {
        form.reject("current", "identity.password.current_missing");
    }
    if let Err(message) = check_password(&new, &account.login) {
        form.reject("new", message);
    } else if current == new {
        form.reject("new", "identity.password.same");
    }
    if parse_password(form.value("again")) != new {
        form.reject("again", "identity.password.differs");
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
    act.record(&account, &PasswordChanged {}).await?;
    act.commit().await
}

/// A session left open on a shared machine must not be a way to guess the password.
async fn check_current(ctx: &Ctx, form: &mut FormState, login: &str) -> Result<()> {
    let throttle = ctx.app().part::<Throttle>()?;
    let attempt = match throttle.begin(login, ctx.origin().address, ctx.now()) {
        Ok(attempt) => attempt,
        Err(seconds) => {
            form.reject("current", Message::new("identity.sign_in.wait").with("n", seconds));
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
