//! How drafts are changed, published and thrown away; the same for home page and menu.

use base::{Actor, Id};
use kernel::{Act, Ctx, Error, Event, Result, db::Queries};
use serde::Serialize;

use super::{Composed, Faces, Kept, Part, Shape, home_key, key, store};
use crate::{
    media::{self, Item},
    policy::SITE_COMPOSE,
    site::{self, Site},
};

/// A part being changed, inside its act.
pub struct Draft<T> {
    /// The act.
    pub act: Act,
    /// Whose it is.
    pub site: Site,
    /// What it is now; to be changed.
    pub working: T,
    kept: Kept<T>,
}

/// Begins to change a part of a site's face.
///
/// # Errors
/// [`Error::NotFound`] for a site beyond the actor's rights; [`Error::Forbidden`] for that of an ended agency, unless the
/// right is held above it; [`Error::stale`] when it was changed since `version`.
pub async fn open<T: Shape>(ctx: &Ctx, id: Id<Site>, version: i64) -> Result<Draft<T>> {
    let mut act = ctx.act(SITE_COMPOSE).await?;
    let site = site::find(&act, id).await?;
    if site.is_former(ctx.today()) {
        // Kept as it was; those above still put something right.
        act.require(svc_org::agency::deciding_path(&site.agency_path))?;
    }
    let kept = store::kept::<T, _>(&act, id).await?;
    if kept.version != version {
        return Err(Error::stale());
    }
    let working = kept.working(ctx.app(), &site);
    Ok(Draft { act, site, working, kept })
}

/// Keeps the draft. Readers see nothing of it yet. Answers with the version it now has.
///
/// # Errors
/// The database's; [`Error::stale`].
pub async fn keep<T: Shape, E: Event>(draft: Draft<T>, event: &E) -> Result<i64> {
    let Draft { mut act, site, working, mut kept } = draft;
    refuse_foreign(&act, act.actor(), &kept, &working).await?;
    kept.draft = Some(working);
    store::save(&act, site.id, &mut kept).await?;
    act.record(&Composed::of(&site), event).await?;
    act.commit().await?;
    Ok(kept.version)
}

/// Refuses what other sites do not share. What this one shows, or was about to, may stay, even if it is shared no longer.
///
/// # Errors
/// The database's; [`Error::Conflict`].
pub(super) async fn refuse_foreign<T: Shape, C: Queries>(
    db: &C,
    actor: &Actor,
    kept: &Kept<T>,
    working: &T,
) -> Result<()> {
    let known = named(&(&kept.shown, &kept.draft))?;
    let mut added = named(working)?;
    added.retain(|item| !known.contains(item));
    if media::foreign(db, actor, &added).await?.is_empty() {
        return Ok(());
    }
    Err(Error::Conflict("portal.face.refused.media_foreign".into()))
}

/// Whatever it names by identifier: of the library's items, those it shows.
fn named<T: Serialize>(face: &T) -> Result<Vec<Id<Item>>> {
    let text = serde_json::to_string(face)?;
    let words = text.split(|c: char| !c.is_ascii_hexdigit() && c != '-').filter(|word| word.len() == 36);
    Ok(words.filter_map(|word| word.parse().ok()).collect())
}

#[derive(Serialize)]
struct Published {
    part: &'static str,
}
impl Event for Published {
    const NAME: &'static str = "portal.face.published";
}

#[derive(Serialize)]
struct Discarded {
    part: &'static str,
}
impl Event for Discarded {
    const NAME: &'static str = "portal.face.discarded";
}

#[derive(Serialize)]
struct Reset {
    part: &'static str,
}
impl Event for Reset {
    const NAME: &'static str = "portal.face.reset";
}

/// Lets readers see the draft.
///
/// # Errors
/// Those of [`open`]; [`Error::Conflict`] when there is none.
pub async fn publish<T: Shape>(ctx: &Ctx, id: Id<Site>, version: i64) -> Result<()> {
    let mut draft = open::<T>(ctx, id, version).await?;
    let Some(changed) = draft.kept.draft.take() else {
        return Err(Error::Conflict("portal.face.refused.no_draft".into()));
    };
    draft.kept.shown = Some(changed);
    show(draft, &Published { part: T::PART.word() }).await
}

/// Throws the draft away; readers see what they saw.
///
/// # Errors
/// Those of [`publish`].
pub async fn discard<T: Shape>(ctx: &Ctx, id: Id<Site>, version: i64) -> Result<()> {
    let mut draft = open::<T>(ctx, id, version).await?;
    if draft.kept.draft.take().is_none() {
        return Err(Error::Conflict("portal.face.refused.no_draft".into()));
    }
    let Draft { mut act, site, mut kept, .. } = draft;
    store::save(&act, site.id, &mut kept).await?;
    act.record(&Composed::of(&site), &Discarded { part: T::PART.word() }).await?;
    act.commit().await
}

/// Makes the usual of the site's kind the draft, to be looked at and published like any other.
///
/// # Errors
/// Those of [`open`].
pub async fn reset<T: Shape>(ctx: &Ctx, id: Id<Site>, version: i64) -> Result<()> {
    let mut draft = open::<T>(ctx, id, version).await?;
    draft.working = T::usual(ctx.app(), &draft.site);
    keep(draft, &Reset { part: T::PART.word() }).await?;
    Ok(())
}

impl<T: Shape> Draft<T> {
    /// What is changed here readers are to see at once.
    ///
    /// # Errors
    /// Those of [`refuse_foreign`].
    pub(super) async fn shown(&mut self) -> Result<()> {
        refuse_foreign(&self.act, self.act.actor(), &self.kept, &self.working).await?;
        self.kept.shown = Some(self.working.clone());
        Ok(())
    }
}

/// Ends an act after which readers see something else.
pub(super) async fn show<T: Shape, E: Event>(draft: Draft<T>, event: &E) -> Result<()> {
    let Draft { mut act, site, mut kept, .. } = draft;
    store::save(&act, site.id, &mut kept).await?;
    match T::PART {
        Part::Home => act.touch(home_key(site.id)),
        Part::Menu | Part::Look => act.touch(key(site.id)),
    }
    act.record(&Composed::of(&site), event).await?;
    kernel::snapshot::commit::<Faces>(act).await
}
