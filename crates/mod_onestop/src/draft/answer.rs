use base::Id;
use kernel::{Act, Ctx, Error, Event, Result};
use serde::Serialize;
use svc_forms::{answers::Item, definition::Page};

use super::{model::Draft, store};
use crate::dossier::Dossier;

#[derive(Serialize)]
pub(super) struct Answered {}

impl Event for Answered {
    const NAME: &'static str = "onestop.draft.answered";
}

/// The draft of whoever acts, in an act of their own.
pub(super) async fn own(ctx: &Ctx, id: Id<Dossier>, version: i64) -> Result<(Act, Draft)> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let act = ctx.own_act().await?;
    let draft = store::find(&act, account, id).await?.ok_or(Error::NotFound)?;
    if draft.version != version {
        return Err(Error::stale());
    }
    Ok((act, draft))
}

/// Keeps the answers to a page; of one that repeats, to its `at`-th time.
///
/// # Errors
/// [`Error::SignIn`]; [`Error::NotFound`] for a draft that is not theirs; [`Error::stale`] when it was changed on another
/// device; [`Error::Conflict`] when a page is answered more often than it may be.
pub async fn answer(
    ctx: &Ctx,
    id: Id<Dossier>,
    version: i64,
    page: &Page,
    at: usize,
    item: Item,
) -> Result<Draft> {
    let (mut act, mut draft) = own(ctx, id, version).await?;
    if let Some(repeat) = &page.repeat {
        let most = usize::try_from(repeat.most).unwrap_or(usize::MAX);
        if at >= most {
            return Err(Error::Conflict("onestop.refused.full".into()));
        }
    }
    draft.answers.put(page, at, item);
    draft.seen.insert(page.key.clone());
    store::save(&act, &mut draft).await?;
    act.record(&draft, &Answered {}).await?;
    act.commit().await?;
    Ok(draft)
}

/// Takes one time of a page that repeats away.
///
/// # Errors
/// Those of [`answer`].
pub async fn remove_item(ctx: &Ctx, id: Id<Dossier>, version: i64, page: &Page, at: usize) -> Result<Draft> {
    let (mut act, mut draft) = own(ctx, id, version).await?;
    draft.answers.remove(page, at);
    store::save(&act, &mut draft).await?;
    act.record(&draft, &Answered {}).await?;
    act.commit().await?;
    Ok(draft)
}

/// Goes on from a page that repeats, as it is: there may be none.
///
/// # Errors
/// Those of [`answer`].
pub async fn pass(ctx: &Ctx, id: Id<Dossier>, version: i64, page: &Page) -> Result<Draft> {
    let (mut act, mut draft) = own(ctx, id, version).await?;
    draft.seen.insert(page.key.clone());
    store::save(&act, &mut draft).await?;
    act.record(&draft, &Answered {}).await?;
    act.commit().await?;
    Ok(draft)
}
