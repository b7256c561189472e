//! Taking an article off the site.

use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{model::Article, store, touch};
use crate::policy;

#[derive(Serialize)]
struct Withdrawn {
    reason: Uuid,
}

impl Event for Withdrawn {
    const NAME: &'static str = "portal.article.withdrawn";
}

/// Takes a public article off the site with a reason. Its address then says so, without its content.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or when
/// it is not public.
pub async fn withdraw(ctx: &Ctx, id: Id<Article>, version: i64, reason: &str) -> Result<Article> {
    let mut act = ctx.act(policy::ARTICLE_PUBLISH).await?;
    let mut article = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(article.deciding_path(act.now().local_date()))?;
    if article.version != version {
        return Err(Error::stale());
    }
    article.withdraw(act.now())?;
    let row = new_id::<()>().uuid();
    store::save(&act, &mut article).await?;
    store::add_reason(&act, row, &article, act.now(), reason).await?;
    touch(&mut act, &article);
    act.record(&article, &Withdrawn { reason: row }).await?;
    act.commit().await?;
    Ok(article)
}
