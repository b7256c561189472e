//! Signing in through an OpenID provider (OpenID Connect Core 1.0): the authorization code flow with PKCE, state and nonce.
//!
//! The browser is sent to the provider with a [`flow::Flow`] hidden in a cookie, and comes back with a code. The code is
//! exchanged for an ID token, which is verified whole: signature by the provider's keys, issuer, audience, nonce, times
//! ([`verify`]). Whom the token's subject is here is said by a link; without one, by a personal number that belongs to one
//! active account, and then the link is made, recorded, and told to the account's owner ([`link`]). Nobody gets an account
//! by having one at the provider.
//!
//! An account with an authenticator app is asked for its code all the same, unless the provider says that it saw a second
//! proof and the province's settings believe it.

mod begin;
mod complete;
mod flow;
mod link;
mod model;
mod provider;
mod settings;
mod store;
mod unlink;
mod verify;
mod web;

use base::Id;
use kernel::{Access, App, Ctx, Result, Routes};
use sea_orm::ConnectionTrait;

pub(crate) use model::Linked;
pub(crate) use web::button;

use crate::Account;

/// Where the way to the provider begins.
pub(crate) const BEGIN_PATH: &str = "/dang-nhap/openid";
/// Where the provider sends the browser back to: what the province registers there as redirect URI.
pub(crate) const RETURN_PATH: &str = "/dang-nhap/openid/tra-loi";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(BEGIN_PATH, Access::Public, web::begin)
        .get(RETURN_PATH, Access::Public, web::complete)
        .post_proved("/tai-khoan/bao-mat/openid/go", Access::SignedIn, web::delete)
}

/// Reads the settings and keeps what signing in through the provider needs.
///
/// # Errors
/// [`kernel::Error::Internal`] for settings that do not hold together.
pub(crate) fn start(app: &App) -> Result<()> {
    if let Some(settings) = settings::Settings::of(app.config())? {
        app.keep(provider::Provider::new(settings)?);
    }
    Ok(())
}

/// The provider, if the province has one.
fn provider(app: &App) -> Option<std::sync::Arc<provider::Provider>> {
    app.part::<provider::Provider>().ok()
}

/// By which identities elsewhere an account is signed in to; for the page of its owner's means of signing in. An identity
/// is ended there by a POST of `issuer` and `subject` to `/tai-khoan/bao-mat/openid/go`.
///
/// # Errors
/// The database's.
pub(crate) async fn links(ctx: &Ctx, account: Id<Account>) -> Result<Vec<Linked>> {
    links_in(ctx.read(), account).await
}

async fn links_in<C: ConnectionTrait>(db: &C, account: Id<Account>) -> Result<Vec<Linked>> {
    store::of_account(db, account).await
}
