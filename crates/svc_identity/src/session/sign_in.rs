use base::Id;
use kernel::{Ctx, Result, new_id};

use super::{
    Throttle,
    model::{Session, SignedIn, SignedOut, digest, new_token},
    store,
};
use crate::{
    Account,
    account::{self, Hasher, Status},
};

/// How a try to sign in ended.
pub(crate) enum SignIn {
    /// Signed in; the token is for the browser and nobody else.
    Done {
        token: String,
        /// The password has to be changed first.
        must_change: bool,
    },
    /// Not with this name and password. Which of the two was wrong, or whether the account is locked, is not said.
    Refused,
    /// Tried too often: not before this many seconds.
    Wait(i64),
}

/// Signs in with a name and a password, as typed. Ends the session the browser had.
pub(crate) async fn sign_in(ctx: &Ctx, login: &str, password: &str, device: String) -> Result<SignIn> {
    let login = base::text::fold(login);
    let throttle = ctx.app().part::<Throttle>()?;
    let attempt = match throttle.begin(&login, ctx.origin().address, ctx.now()) {
        Ok(attempt) => attempt,
        Err(seconds) => return Ok(SignIn::Wait(seconds)),
    };
    let known = account::store::credentials(ctx.read(), &login).await?;
    let hash = known.as_ref().map(|known| known.hash.as_str());
    let matches = ctx.app().part::<Hasher>()?.matches(&base::text::nfc(password), hash).await?;
    let Some(known) = known.filter(|known| matches && known.account.status == Status::Active) else {
        ctx.log_access("sign-in refused").await;
        return Ok(SignIn::Refused);
    };
    throttle.succeeded(attempt);

    let mut act = ctx.own_act().await?;
    // Locked, or given another password, while the one typed was being compared.
    let account = account::store::hold(&act, known.account.id).await?;
    let Some(account) = account.filter(|account| account.version == known.account.version) else {
        return Ok(SignIn::Refused);
    };
    if let (Some(old), Some(owner)) = (ctx.session(), ctx.actor().account_id()) {
        end_previous(&mut act, old.into(), owner.into()).await?;
    }
    let token = new_token();
    let session = Session {
        id: new_id(),
        started: act.now(),
        seen: act.now(),
        device,
        address: ctx.origin().address.map(|address| address.to_string()).unwrap_or_default(),
    };
    store::insert(&act, &session, account.id, digest(&token)).await?;
    act.record(&account, &SignedIn { session: session.id }).await?;
    act.commit().await?;
    Ok(SignIn::Done { token, must_change: account.must_change })
}

async fn end_previous(act: &mut kernel::Act, old: Id<Session>, owner: Id<Account>) -> Result<()> {
    if store::end(act, old, owner).await?
        && let Some(owner) = account::store::find(act, owner).await?
    {
        act.record(&owner, &SignedOut { session: old }).await?;
    }
    Ok(())
}
