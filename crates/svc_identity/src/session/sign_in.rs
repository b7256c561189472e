use base::Id;
use kernel::{Act, Ctx, Result, new_id};

use super::{
    Step, Throttle, Try,
    model::{Session, SignedIn, SignedOut, digest, new_token},
    second, store,
    web::Browser,
};
use crate::{
    Account,
    account::{self, Status},
    factor,
};

/// How a try to sign in ended.
pub(crate) enum SignIn {
    /// Signed in; the token is for the browser and nobody else.
    Done {
        token: String,
        /// Whose session it is.
        account: Account,
        /// How far they came.
        step: Step,
    },
    /// The password is right and a second proof is asked for; the ticket, for the browser alone, says for whom.
    Second(String),
    /// Not with this. Which part was wrong, or whether the account is locked, is not said.
    Refused,
    /// Tried too often: not before this many seconds.
    Wait(i64),
}

/// Signs in with a name and a password, as typed; an account with an authenticator app is asked for a code next.
pub(crate) async fn sign_in(ctx: &Ctx, login: &str, password: &str, browser: &Browser) -> Result<SignIn> {
    let login = base::text::fold(login);
    let throttle = ctx.app().part::<Throttle>()?;
    let of = match browser.devices.known(ctx.app(), &login, Step::Password, ctx.now()) {
        Some(device) => Try::Password { login: &login, device },
        None => Try::StrangersPassword { login: &login, address: ctx.origin().address },
    };
    let attempt = match throttle.begin(of, ctx.now()) {
        Ok(attempt) => attempt,
        Err(seconds) => return Ok(SignIn::Wait(seconds)),
    };
    let known = account::check_password(ctx, &login, password).await?;
    let Some(known) = known.filter(|known| known.status == Status::Active) else {
        ctx.log_access("sign-in refused").await;
        return Ok(SignIn::Refused);
    };
    throttle.succeeded(attempt);
    if factor::is_set_up(ctx.read(), known.id).await? {
        return Ok(SignIn::Second(second::issue(ctx, &known)));
    }
    open(ctx, known, "password", browser).await
}

/// Signs in whoever holds a ticket of the first step and brings a second proof.
pub(crate) async fn sign_in_second(
    ctx: &Ctx,
    ticket: &str,
    proof: &str,
    browser: &Browser,
) -> Result<SignIn> {
    let Some(known) = second::read(ctx, ticket).await? else { return Ok(SignIn::Refused) };
    // Whoever gets here knows the password, and six digits are few. A browser where a code was right before counts by
    // itself, so that whoever got hold of the password keeps the owner from nothing there.
    let (account, address) = (known.id.uuid(), ctx.origin().address);
    let device = browser.devices.known(ctx.app(), &known.login, Step::Second, ctx.now());
    let of = match device {
        _ if !factor::is_code(proof) => Try::Recovery { account, address },
        Some(device) => Try::Code { account, device },
        None => Try::StrangersCode { account, address },
    };
    let throttle = ctx.app().part::<Throttle>()?;
    let attempt = match throttle.begin(of, ctx.now()) {
        Ok(attempt) => attempt,
        Err(seconds) => return Ok(SignIn::Wait(seconds)),
    };
    if !factor::use_up(ctx, &known, proof).await? {
        ctx.log_access("sign-in refused").await;
        return Ok(SignIn::Refused);
    }
    throttle.succeeded(attempt);
    open(ctx, known, "code", browser).await
}

/// Makes a session of an account whose owner has shown who they are, by the means named, and ends the one the browser had.
pub(crate) async fn open(
    ctx: &Ctx,
    known: Account,
    means: &'static str,
    browser: &Browser,
) -> Result<SignIn> {
    let mut act = ctx.own_act().await?;
    // Locked, or given another password, while the proof was being checked.
    let account = account::store::hold(&act, known.id).await?;
    let Some(account) = account.filter(|a| a.version == known.version && a.status == Status::Active) else {
        return Ok(SignIn::Refused);
    };
    if let (Some(old), Some(owner)) = (ctx.session(), ctx.actor().account_id()) {
        end_previous(&mut act, old.into(), owner.into()).await?;
    }
    act.recognise(account.id.uuid());
    let token = new_token();
    let session = Session {
        id: new_id(),
        started: act.now(),
        seen: act.now(),
        device: browser.name.clone(),
        address: ctx.origin().address.map(|address| address.to_string()).unwrap_or_default(),
    };
    store::insert(&act, &session, account.id, digest(&token)).await?;
    act.record(&account, &SignedIn { session: session.id, means }).await?;
    act.commit().await?;
    let step = if matches!(means, "code" | "passkey") { Step::Second } else { Step::Password };
    Ok(SignIn::Done { token, account, step })
}

async fn end_previous(act: &mut Act, old: Id<Session>, owner: Id<Account>) -> Result<()> {
    if store::end(act, old, owner).await?
        && let Some(owner) = account::store::find(act, owner).await?
    {
        act.record(&owner, &SignedOut { session: old }).await?;
    }
    Ok(())
}
