//! Taking an article back from review, or from its planned publication.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{model::Article, store};
use crate::policy;

#[derive(Serialize)]
struct TakenBack {
    revision: i64,
}

impl Event for TakenBack {
    const NAME: &'static str = "portal.article.taken_back";
}

/// Takes the article back, so that it can be edited again.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a stale `version` or when there is nothing to take back.
pub async fn take_back(ctx: &Ctx, id: Id<Article>, version: i64) -> Result<Article> {
    let mut act = ctx.act(policy::ARTICLE_WRITE).await?;
    let mut article = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(article.deciding_path(act.now().local_date()))?;
    if article.version != version {
        return Err(Error::stale());
    }
    article.take_back(act.now())?;
    store::save(&act, &mut article).await?;
    act.record(&article, &TakenBack { revision: article.revision }).await?;
    act.commit().await?;
    Ok(article)
}
