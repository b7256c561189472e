//! Beginning an entry.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::Message;

use super::{
    content::Content,
    edit::own_or_shared,
    model::{Entry, Status},
    store,
};
use crate::{
    policy,
    site::{self, Site},
};

#[derive(Serialize)]
struct Drafted {
    revision: i64,
}

impl Event for Drafted {
    const NAME: &'static str = "portal.entry.drafted";
}

/// Begins an entry on a site, under the identifier its form was given (see [`kernel::http::FormKey`]). Nothing of it
/// is public yet. Asked again, it answers with what the first asking made.
///
/// # Errors
/// [`Error::NotFound`] without such a site, [`Error::Forbidden`] when it is not one of the actor's, [`Error::Conflict`]
/// when its agency has ended.
pub async fn draft(ctx: &Ctx, id: Id<Entry>, site: Id<Site>, content: &Content) -> Result<Entry> {
    begin(ctx, id, site, content, None).await
}

/// As [`draft`], perhaps as the translation of another.
pub(super) async fn begin(
    ctx: &Ctx,
    id: Id<Entry>,
    site: Id<Site>,
    content: &Content,
    original: Option<Id<Entry>>,
) -> Result<Entry> {
    let mut act = ctx.act(policy::ENTRY_WRITE).await?;
    if let Some(first) = store::find(&act, ctx.actor(), id).await? {
        return Ok(first);
    }
    let site = site::sites(ctx.app())?.by_id(site).cloned().ok_or(Error::NotFound)?;
    let tree = svc_org::tree(ctx.app())?;
    let agency_path = site::path(&tree, &site);
    if site.is_former(ctx.today()) {
        return Err(Error::Conflict(Message::new("portal.entry.refused.former").with("name", &site.name)));
    }
    act.require(&agency_path)?;
    own_or_shared(&act, content).await?;
    let entry = Entry {
        id,
        site: site.id,
        agency: site.agency_id,
        agency_path,
        agency_until: site.validity.to(),
        short: short(id.uuid()),
        status: Status::Draft,
        revision: 1,
        published_revision: None,
        published_at: None,
        revised_at: None,
        publish_at: None,
        withdraw_at: None,
        withdrawn_at: None,
        writer: ctx.actor().account_id(),
        reviewer: None,
        hands: Vec::new(),
        updated_at: act.now(),
        version: 1,
        original,
        content: content.clone(),
    };
    if let Err(error) = store::insert(&act, &entry, None).await {
        drop(act);
        // Two sendings at once: the other one was first.
        return store::find(ctx.read(), ctx.actor(), id).await?.ok_or(error);
    }
    act.record(&entry, &Drafted { revision: 1 }).await?;
    act.commit().await?;
    Ok(entry)
}

/// The end of an entry's address: ten letters and digits from the random part of its identifier, without those
/// that are misread for others (`i`, `l`, `o`, `u`).
pub fn short(id: Uuid) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let random = id.as_u128();
    (0..10).map(|i| LETTERS[(random >> (i * 5)) as usize & 31] as char).collect()
}
