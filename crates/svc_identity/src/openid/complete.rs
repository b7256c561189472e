use kernel::{Ctx, Result};

use super::{
    flow::Flow,
    link::link,
    provider::Provider,
    store,
    verify::{Refused, verify},
};
use crate::{
    account::Status,
    factor,
    session::{Browser, SignIn, issue_second, open},
};

/// What the browser brings back from the provider.
pub(super) struct Brought {
    pub state: String,
    pub code: String,
    /// Who answered, where the provider says so (RFC 9207).
    pub issuer: Option<String>,
}

/// How coming back ended.
pub(super) enum Completed {
    SignIn(SignIn),
    /// What was brought does not hold together.
    Refused,
    /// The provider knows them; no account here is theirs.
    Nobody,
}

/// Signs in whom the provider vouches for.
pub(super) async fn complete(
    ctx: &Ctx,
    provider: &Provider,
    flow: &Flow,
    brought: Brought,
    browser: &Browser,
) -> Result<Completed> {
    let issuer = &provider.settings.issuer;
    let mixed_up = brought.issuer.as_ref().is_some_and(|answered| answered != issuer);
    if flow.state != brought.state || mixed_up {
        return refused(ctx, "state or issuer").await;
    }
    let known = match verify(ctx, provider, flow, brought.code).await? {
        Ok(known) => known,
        Err(Refused(why)) => return refused(ctx, &why).await,
    };
    let account = match store::find(ctx.read(), issuer, &known.subject).await? {
        Some(account) => Some(account),
        None => match &known.number {
            Some(number) => link(ctx, issuer, &known.subject, number).await?,
            None => None,
        },
    };
    let Some(account) = account.filter(|account| account.status == Status::Active) else {
        ctx.log_access("sign-in through OpenID without an account").await;
        return Ok(Completed::Nobody);
    };
    if !known.second_proof && factor::is_set_up(ctx.read(), account.id).await? {
        return Ok(Completed::SignIn(SignIn::Second(issue_second(ctx, &account))));
    }
    open(ctx, account, "openid", browser).await.map(Completed::SignIn)
}

async fn refused(ctx: &Ctx, why: &str) -> Result<Completed> {
    ctx.log_access("sign-in through OpenID refused").await;
    tracing::warn!(why, "an answer of the OpenID provider was not believed");
    Ok(Completed::Refused)
}
