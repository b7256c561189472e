//! Handing an entry over for review.

use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{desk, model::Entry, store};
use crate::{media, officers, policy};

#[derive(Serialize)]
struct Submitted {
    revision: i64,
}

impl Event for Submitted {
    const NAME: &'static str = "portal.entry.submitted";
}

/// Hands the entry over; from here on somebody else decides.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a stale `version` or a wrong state; [`Error::Invalid`] when something
/// readers must be told is missing.
pub async fn submit(ctx: &Ctx, id: Id<Entry>, version: i64) -> Result<Entry> {
    let mut act = ctx.act(policy::ENTRY_WRITE).await?;
    let mut entry = store::find(&act, act.actor(), id).await?.ok_or(Error::NotFound)?;
    act.require(entry.deciding_path(act.now().local_date()))?;
    if entry.version != version {
        return Err(Error::stale());
    }
    entry.submit(ctx.lang(), act.now())?;
    if !media::unknown(&act, &entry.content.media()).await?.is_empty() {
        let mut form = entry.content.to_form();
        form.reject("", "portal.entry.wrong.media_gone");
        return Err(Error::Invalid(Box::new(form)));
    }
    store::save(&act, &mut entry).await?;
    act.record(&entry, &Submitted { revision: entry.revision }).await?;
    let told = officers::Told {
        kind: officers::ENTRY_WAITS,
        values: &[("title", entry.content.title.clone())],
        path: desk::path(id),
        agency: entry.agency,
        once: None,
    };
    let (path, hands) = (&entry.agency_path, &entry.hands);
    officers::tell_in_charge(&mut act, policy::ENTRY_PUBLISH, path, hands, &told).await?;
    act.commit().await?;
    Ok(entry)
}
