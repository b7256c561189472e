//! Returning an article to its writer.

use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;

use super::{model::Article, store};
use crate::policy;

#[derive(Serialize)]
struct Returned {
    revision: i64,
    reason: Uuid,
}

impl Event for Returned {
    const NAME: &'static str = "portal.article.returned";
}

/// Returns the article with the reason, which its writer reads.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version` or when
/// it does not wait for a decision.
pub async fn send_back(ctx: &Ctx, id: Id<Article>, version: i64, reason: &str) -> Result<Article> {
    let mut act = ctx.act(policy::ARTICLE_PUBLISH).await?;
    let mut article = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(article.deciding_path(act.now().local_date()))?;
    if article.version != version {
        return Err(Error::stale());
    }
    article.send_back(ctx.actor().account_id(), act.now())?;
    let row = new_id::<()>().uuid();
    store::save(&act, &mut article).await?;
    store::add_reason(&act, row, &article, act.now(), reason).await?;
    act.record(&article, &Returned { revision: article.revision, reason: row }).await?;
    act.commit().await?;
    Ok(article)
}
