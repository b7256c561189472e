//! The first time somebody signs in they are shown around: where their work waits, how to keep the account safe, whom they
//! work with. Shown once, and found again in the menu of one's own account.

use askama::Template;
use axum::response::Response;
use kernel::{Access, Ctx, Error, Result, Routes};
use ui::Page;

use crate::account;

/// The page.
pub(crate) const PATH: &str = "/lam-quen";

pub(crate) fn routes() -> Routes {
    Routes::new().get(PATH, Access::SignedIn, show).post(PATH, Access::SignedIn, create)
}

#[derive(Template)]
#[template(path = "tour/templates/show.html")]
struct ShowPage {
    page: Page,
    /// Whether a menu of work is there to speak of: somebody without a role has none yet.
    has_work: bool,
}

async fn show(ctx: Ctx) -> Result<Response> {
    let page = ctx.page(ui::t(ctx.lang(), "identity.tour.title"));
    let has_work = !ctx.actor().paths_with(crate::ACCOUNT_MANAGE).is_empty() || page.rail.len() > 1;
    ctx.html(&ShowPage { page, has_work })
}

/// Seen: on to work.
async fn create(ctx: Ctx) -> Result<Response> {
    let own = ctx.actor().account_id().ok_or(Error::SignIn)?;
    account::store::note_toured(ctx.app(), own.into()).await?;
    Ok(ctx.redirect("/viec"))
}
