use kernel::{Ctx, Result};
use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge, Scope,
    core::{CoreAuthenticationFlow, CoreResponseType},
};

use super::{flow::Flow, provider::Provider};

/// Where at the provider the browser goes, and what it has to bring back.
pub(super) async fn begin(ctx: &Ctx, provider: &Provider, next: &str) -> Result<(String, Flow)> {
    let client = provider.client(ctx.now(), false).await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let way = CoreAuthenticationFlow::AuthorizationCode;
    let mut asking = client
        .authorize_url::<_, CoreResponseType, _>(way, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge);
    for scope in provider.settings.scopes.iter().filter(|scope| *scope != "openid") {
        asking = asking.add_scope(Scope::new(scope.clone()));
    }
    let (address, state, nonce) = asking.url();
    let flow = Flow::new(
        state.into_secret(),
        nonce.secret().clone(),
        verifier.into_secret(),
        next.to_owned(),
        ctx.now(),
    );
    Ok((address.into(), flow))
}
