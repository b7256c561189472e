use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use svc_org::agency::{deciding_path, is_reserved, is_slug};
use ui::{FormState, Message};

use super::{ALL, Site, Sites, store};
use crate::{entry, policy};

/// A site got another word in addresses.
#[derive(Serialize)]
struct Readdressed<'a> {
    before: &'a str,
    after: &'a str,
}

impl Event for Readdressed<'_> {
    const NAME: &'static str = "portal.site.readdressed";
}

/// Gives a site another word in addresses; the old one leads on to it. Decided by whoever decides about the agency.
///
/// # Errors
/// [`Error::Invalid`] for a word that cannot stand in an address, is reserved, or is another site's;
/// [`Error::Forbidden`]; [`Error::NotFound`] for a site beyond the actor's rights; [`Error::stale`] when it was changed
/// meanwhile.
pub async fn readdress(ctx: &Ctx, id: Id<Site>, version: i64, word: &str) -> Result<Site> {
    let mut act = ctx.act(policy::SITE_EDIT).await?;
    let mut site = store::find(&act, id).await?;
    act.require(deciding_path(&site.agency_path))?;
    if site.version != version {
        return Err(Error::stale());
    }
    if site.slug == word {
        return Ok(site);
    }
    if !is_slug(word) {
        return Err(refused(Message::new("portal.site.address.letters")));
    }
    if is_reserved(word) {
        return Err(refused(Message::new("portal.site.address.reserved").with("word", word)));
    }
    if let Some(other) = store::holder(&act, word, id).await? {
        return Err(refused(
            Message::new("portal.site.address.taken").with("word", word).with("other", other),
        ));
    }
    let before = std::mem::replace(&mut site.slug, word.to_owned());
    if !site.host_label.is_empty() {
        word.clone_into(&mut site.host_label);
    }
    store::give_up(&act, &before, &site).await?;
    store::save(&act, &mut site).await?;
    act.touch(ALL);
    act.record(&site, &Readdressed { before: &before, after: word }).await?;
    entry::refile(&mut act, &site).await?;
    kernel::snapshot::commit::<Sites>(act).await?;
    Ok(site)
}

fn refused(message: Message) -> Error {
    let mut form = FormState::default();
    form.reject("slug", message);
    Error::Invalid(Box::new(form))
}
