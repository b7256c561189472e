//! Writing on.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{
    model::{Article, Content},
    store,
};
use crate::policy;

#[derive(Serialize)]
struct Edited {
    revision: i64,
}

impl Event for Edited {
    const NAME: &'static str = "portal.article.edited";
}

/// Keeps another revision; what the public sees does not change. Saving what is there already changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a stale `version` or an article that waits for a decision.
pub async fn edit(ctx: &Ctx, id: Id<Article>, version: i64, content: Content) -> Result<Article> {
    let mut act = ctx.act(policy::ARTICLE_WRITE).await?;
    let mut article = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(article.deciding_path(act.now().local_date()))?;
    if article.version != version {
        return Err(Error::stale());
    }
    let by = ctx.actor().account_id();
    if !article.edit(content, by, act.now())? {
        return Ok(article);
    }
    store::add_revision(&act, &article, by).await?;
    store::save(&act, &mut article).await?;
    act.record(&article, &Edited { revision: article.revision }).await?;
    act.commit().await?;
    Ok(article)
}
