//! Handing an article over for review.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{model::Article, store};
use crate::policy;

#[derive(Serialize)]
struct Submitted {
    revision: i64,
}

impl Event for Submitted {
    const NAME: &'static str = "portal.article.submitted";
}

/// Hands the article over; from here on somebody else decides.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a stale `version` or a wrong state; [`Error::Invalid`] when something
/// readers must be told is missing.
pub async fn submit(ctx: &Ctx, id: Id<Article>, version: i64) -> Result<Article> {
    let mut act = ctx.act(policy::ARTICLE_WRITE).await?;
    let mut article = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(article.deciding_path(act.now().local_date()))?;
    if article.version != version {
        return Err(Error::stale());
    }
    article.submit(act.now())?;
    store::save(&act, &mut article).await?;
    act.record(&article, &Submitted { revision: article.revision }).await?;
    act.commit().await?;
    Ok(article)
}
