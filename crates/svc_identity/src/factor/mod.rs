//! What an account shows besides its password: one-time codes of an authenticator app, recovery codes on paper.
//!
//! An account with an authenticator app is asked for a code at every sign-in ([`crate::session`]). Setting one up keeps
//! nothing until a first code has shown that the app really has the seed: it travels hidden in the form. Recovery codes are
//! shown once, when the app is set up or new ones are asked for.

mod recovery;
mod remove;
mod set_up;
pub(crate) mod store;
mod totp;
mod web;

use base::Id;
use kernel::{Access, Ctx, Result, Routes};

use crate::Account;
use totp::Totp;

pub(crate) use totp::is_code;

/// The page of one's own means of signing in.
pub(crate) const SECURITY_PATH: &str = "/tai-khoan/bao-mat";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(SECURITY_PATH, Access::SignedIn, web::show)
        .get("/tai-khoan/bao-mat/ung-dung", Access::SignedIn, web::new)
        .post_proved("/tai-khoan/bao-mat/ung-dung", Access::SignedIn, web::create)
        .post_proved("/tai-khoan/bao-mat/ung-dung/go", Access::SignedIn, web::delete)
        .post_proved("/tai-khoan/bao-mat/ma-du-phong", Access::SignedIn, web::create_recovery)
}

/// Uses up what was typed as a second proof, a code of the app or a recovery code, and says whether it was good.
///
/// # Errors
/// The database's; [`kernel::Error::Internal`] when the seed cannot be shown any more.
pub(crate) async fn use_up(ctx: &Ctx, account: &Account, typed: &str) -> Result<bool> {
    if is_code(typed) {
        let Some(hidden) = store::seed(ctx.read(), account.id).await? else { return Ok(false) };
        let step = Totp::show(ctx.app(), &hidden)?.check(typed, ctx.now());
        // One statement decides, so a code sent twice at once counts once.
        return match step {
            Some(step) => store::use_step(ctx.app(), account.id, step).await,
            None => Ok(false),
        };
    }
    recovery::use_up(ctx, account, typed).await
}

/// Whether the account is asked for a second proof.
pub(crate) async fn is_set_up<C: sea_orm::ConnectionTrait>(db: &C, account: Id<Account>) -> Result<bool> {
    Ok(store::seed(db, account).await?.is_some())
}
