use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use serde::Serialize;
use ui::Message;

use super::{Block, Kind, MOST};
use crate::{entry::field::Fields, face, site::Site};

#[derive(Serialize)]
struct Added<'k> {
    block: &'k str,
}
impl Event for Added<'_> {
    const NAME: &'static str = "portal.block.added";
}
#[derive(Serialize)]
struct Changed<'k> {
    block: &'k str,
}
impl Event for Changed<'_> {
    const NAME: &'static str = "portal.block.changed";
}
#[derive(Serialize)]
struct Moved<'k> {
    block: &'k str,
    place: usize,
}
impl Event for Moved<'_> {
    const NAME: &'static str = "portal.block.moved";
}
#[derive(Serialize)]
struct Removed<'k> {
    block: &'k str,
}
impl Event for Removed<'_> {
    const NAME: &'static str = "portal.block.removed";
}

/// Puts a new block at the end of the draft. Answers with its identifier.
///
/// # Errors
/// Those of [`face::open`]; [`Error::Conflict`] when the page holds as many as it may, one of a kind it holds once
/// already, or one that is not for such a site.
pub async fn add(ctx: &Ctx, site: Id<Site>, version: i64, kind: &'static Kind) -> Result<String> {
    let mut draft = face::open::<Vec<Block>>(ctx, site, version).await?;
    if draft.working.len() >= MOST {
        return Err(Error::Conflict(Message::new("portal.composer.refused.full").with("n", MOST)));
    }
    if !(kind.fits)(draft.site.kind) {
        return Err(Error::Conflict("portal.composer.refused.kind".into()));
    }
    if kind.once && draft.working.iter().any(|block| block.kind == kind.name) {
        return Err(Error::Conflict("portal.composer.refused.once".into()));
    }
    let id = new_id::<Block>().to_string();
    draft.working.push(Block::new(&*id, kind.name));
    face::keep(draft, &Added { block: kind.name }).await?;
    Ok(id)
}

fn position(blocks: &[Block], id: &str) -> Result<usize> {
    blocks.iter().position(|block| block.id == id).ok_or(Error::NotFound)
}

/// Keeps what was chosen for a block.
///
/// # Errors
/// Those of [`face::open`]; [`Error::NotFound`] for a block that is not there.
pub async fn change(ctx: &Ctx, site: Id<Site>, version: i64, id: &str, fields: Fields) -> Result<()> {
    let mut draft = face::open::<Vec<Block>>(ctx, site, version).await?;
    let at = position(&draft.working, id)?;
    draft.working[at].fields = fields;
    let kind = draft.working[at].kind.clone();
    face::keep(draft, &Changed { block: &kind }).await?;
    Ok(())
}

/// Puts a block at another place of the draft, counted from nought. Answers with the draft's new version, so that a
/// script may go on from it.
///
/// # Errors
/// As [`change`].
pub async fn place(ctx: &Ctx, site: Id<Site>, version: i64, id: &str, to: usize) -> Result<i64> {
    let mut draft = face::open::<Vec<Block>>(ctx, site, version).await?;
    let at = position(&draft.working, id)?;
    let block = draft.working.remove(at);
    let to = to.min(draft.working.len());
    let kind = block.kind.clone();
    draft.working.insert(to, block);
    face::keep(draft, &Moved { block: &kind, place: to + 1 }).await
}

/// Takes a block off the draft.
///
/// # Errors
/// As [`change`].
pub async fn remove(ctx: &Ctx, site: Id<Site>, version: i64, id: &str) -> Result<()> {
    let mut draft = face::open::<Vec<Block>>(ctx, site, version).await?;
    let at = position(&draft.working, id)?;
    let block = draft.working.remove(at);
    face::keep(draft, &Removed { block: &block.kind }).await?;
    Ok(())
}
