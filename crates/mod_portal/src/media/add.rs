//! An item comes into the library.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use svc_files::{Audience, Place, Upload};
use ui::Message;

use super::{
    model::{Details, Item},
    store,
};
use crate::{
    policy::ENTRY_WRITE,
    site::{self, Site},
};

#[derive(Serialize)]
struct Added {
    is_picture: bool,
}

impl Event for Added {
    const NAME: &'static str = "portal.media.added";
}

/// Where the files of items belong.
pub(super) fn place(item: &Item) -> Place {
    Place {
        subject_kind: "media",
        subject_id: item.id.uuid(),
        agency: Some(item.agency),
        audience: Audience::Public,
    }
}

/// Takes a finished upload into the library of a site, under the identifier its form was given. Asked again, it answers
/// with what the first asking made.
///
/// # Errors
/// [`Error::NotFound`] without such a site, [`Error::Forbidden`] when it is not one of the actor's, [`Error::Conflict`]
/// when its agency has ended, a picture comes without a description, or the upload is gone.
pub async fn add(
    ctx: &Ctx,
    id: Id<Item>,
    site: Id<Site>,
    upload: Id<Upload>,
    details: &Details,
) -> Result<Item> {
    let mut act = ctx.act(ENTRY_WRITE).await?;
    if let Some(first) = store::find(&act, ctx.actor(), id).await? {
        return Ok(first);
    }
    let site = site::sites(ctx.app())?.by_id(site).cloned().ok_or(Error::NotFound)?;
    let agency_path = site::path(&*svc_org::tree(ctx.app())?, &site);
    if site.is_former(ctx.today()) {
        return Err(Error::Conflict(Message::new("portal.entry.refused.former").with("name", &site.name)));
    }
    act.require(&agency_path)?;
    let mut item = Item {
        id,
        site: site.id,
        agency: site.agency_id,
        agency_path,
        file: Id::from_uuid(id.uuid()),
        is_picture: false,
        details: details.clone(),
        created_at: act.now(),
        version: 1,
    };
    let file = svc_files::attach(&mut act, upload, &place(&item)).await?;
    item.file = file.id;
    let looks = svc_files::looks(&act, &[file.id]).await?;
    item.is_picture = looks.get(&file.id).is_some_and(|look| look.picture.is_some());
    if item.is_picture && item.details.alt.is_empty() {
        return Err(Error::Conflict(Message::new(ALT_MISSING)));
    }
    if item.details.title.is_empty() {
        item.details.title = stem(&file.name);
    }
    store::insert(&act, &item, ctx.actor().account_id()).await?;
    act.record(&item, &Added { is_picture: item.is_picture }).await?;
    act.commit().await?;
    Ok(item)
}

/// The refusal of a picture nobody described.
pub(super) const ALT_MISSING: &str = "portal.media.wrong.alt";

/// A file's name without its ending.
fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.chars().take(super::model::TITLE_MAX).collect()
}
