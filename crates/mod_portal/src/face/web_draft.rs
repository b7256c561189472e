//! Publishing a draft, throwing it away, beginning anew with the usual: the same acts for home page and menu, each back
//! on its own screen.

use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use ui::{FormState, Message};

use super::{Shape, change};
use crate::{
    policy::SITE_COMPOSE,
    site::{self, Site},
};

/// A part of a face that has a screen and a draft.
pub(crate) trait Drafted: Shape {
    /// What is said once readers see the draft.
    const PUBLISHED: &'static str;

    /// The screen's address.
    fn path(site: Id<Site>) -> String;

    /// The screen, perhaps with what was typed or what is in the way.
    fn screen(
        ctx: &Ctx,
        status: StatusCode,
        site: &Site,
        form: Option<FormState>,
    ) -> impl Future<Output = Result<Response>> + Send;
}

/// What came of an act on the draft: back to the screen, which says what was done, or what is in the way.
pub(crate) async fn done<T: Drafted>(
    ctx: &Ctx,
    site: &Site,
    outcome: Result<()>,
    said: &'static str,
) -> Result<Response> {
    match outcome {
        Ok(()) => Ok(ctx.redirect_saying(&T::path(site.id), Message::new(said))),
        Err(error) if error.is_stale() => T::screen(ctx, StatusCode::CONFLICT, site, None).await,
        Err(Error::Conflict(message)) => {
            let mut form = FormState::default();
            form.reject("", message);
            T::screen(ctx, StatusCode::UNPROCESSABLE_ENTITY, site, Some(form)).await
        }
        Err(error) => Err(error),
    }
}

pub(crate) async fn create_publication<T: Drafted>(
    ctx: Ctx,
    Path(id): Path<Id<Site>>,
    Form(form): Form,
) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let outcome = change::publish::<T>(&ctx, id, form.version()).await;
    done::<T>(&ctx, &site, outcome, T::PUBLISHED).await
}

pub(crate) async fn create_discard<T: Drafted>(
    ctx: Ctx,
    Path(id): Path<Id<Site>>,
    Form(form): Form,
) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let outcome = change::discard::<T>(&ctx, id, form.version()).await;
    done::<T>(&ctx, &site, outcome, "portal.face.said.discarded").await
}

pub(crate) async fn create_usual<T: Drafted>(
    ctx: Ctx,
    Path(id): Path<Id<Site>>,
    Form(form): Form,
) -> Result<Response> {
    let site = site::open(&ctx, SITE_COMPOSE, id).await?;
    let outcome = change::reset::<T>(&ctx, id, form.version()).await;
    done::<T>(&ctx, &site, outcome, "portal.face.said.reset").await
}
