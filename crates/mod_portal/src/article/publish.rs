//! Approving an article: public at once, or by itself at a planned time.

use std::time::Duration;

use base::{Id, Timestamp};
use kernel::{App, Ctx, Error, Event, JobKind, Result, Task};
use serde::{Deserialize, Serialize};

use super::{
    model::{Article, Status},
    store, touch,
};
use crate::policy;

#[derive(Serialize)]
struct Published {
    revision: i64,
}

impl Event for Published {
    const NAME: &'static str = "portal.article.published";
}

#[derive(Serialize)]
struct Approved {
    revision: i64,
    publish_at: Timestamp,
}

impl Event for Approved {
    const NAME: &'static str = "portal.article.approved";
}

#[derive(Serialize, Deserialize)]
struct Due {
    article: Id<Article>,
}

/// Approves and publishes, or approves for a later time `at`.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] over another agency; [`Error::Conflict`] for a stale `version`, a wrong
/// state, or the actor's own article.
pub async fn publish(ctx: &Ctx, id: Id<Article>, version: i64, at: Option<Timestamp>) -> Result<Article> {
    let mut act = ctx.act(policy::ARTICLE_PUBLISH).await?;
    let mut article = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(article.deciding_path(act.now().local_date()))?;
    if article.version != version {
        return Err(Error::stale());
    }
    article.approve(ctx.actor().account_id(), at, act.now())?;
    store::save(&act, &mut article).await?;
    match article.publish_at {
        Some(publish_at) => {
            let wait = Duration::from_millis((publish_at.0 - act.now().0).unsigned_abs());
            act.record(&article, &Approved { revision: article.revision, publish_at }).await?;
            act.enqueue(JOB.name, &Due { article: id }, wait).await?;
        }
        None => {
            touch(&mut act, &article);
            act.record(&article, &Published { revision: article.revision }).await?;
        }
    }
    act.commit().await?;
    Ok(article)
}

/// Publishes approved articles when their time has come.
pub const JOB: JobKind = JobKind { name: "portal.publish_scheduled", run: run_due, every: None };

fn run_due(app: App, payload: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let due: Due = serde_json::from_value(payload)?;
        release(&Ctx::system(&app, JOB.name), due.article).await
    })
}

/// Publishes an approved article whose time has come. One taken back or planned anew meanwhile is left alone: its
/// own job comes later.
async fn release(ctx: &Ctx, id: Id<Article>) -> Result<()> {
    let mut act = ctx.act(policy::ARTICLE_PUBLISH).await?;
    let Some(mut article) = store::find(&act, act.actor(), id).await? else { return Ok(()) };
    if !article.release(act.now()) {
        return Ok(());
    }
    debug_assert_eq!(article.status, Status::Published);
    store::save(&act, &mut article).await?;
    touch(&mut act, &article);
    act.record(&article, &Published { revision: article.revision }).await?;
    act.commit().await
}
