use base::Id;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;

use super::{ALL, Leader, Site, Sites, leader, store};
use crate::policy;

/// What an editor says about a site. Everything else about it comes from the tree of agencies.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The version the form was made from.
    pub version: i64,
    /// English name.
    pub name_en: String,
    /// Line above the name; empty for the usual one.
    pub kicker: String,
    /// The same in English.
    pub kicker_en: String,
    /// Who answers for the content.
    pub responsible: String,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// When people are received.
    pub hours: String,
    /// Introduction.
    pub intro: String,
    /// The same in English.
    pub intro_en: String,
    /// These are sample data.
    pub invented: bool,
    /// The leaders, first among equals first.
    pub leaders: Vec<Leader>,
}

/// A site's own data changed. Which, not into what: persons' names stay out of the journal.
#[derive(Serialize)]
struct Edited {
    fields: Vec<&'static str>,
    version: i64,
}

impl Event for Edited {
    const NAME: &'static str = "portal.site.edited";
}

impl Site {
    /// Takes over what the editor said and names the fields that differ.
    fn edit(&mut self, edit: &Edit) -> Vec<&'static str> {
        let mut fields = Vec::new();
        let mut set = |name, old: &mut String, new: &String| {
            if old != new {
                old.clone_from(new);
                fields.push(name);
            }
        };
        set("name_en", &mut self.own.name_en, &edit.name_en);
        set("kicker", &mut self.kicker, &edit.kicker);
        set("kicker_en", &mut self.kicker_en, &edit.kicker_en);
        set("responsible", &mut self.responsible, &edit.responsible);
        set("address", &mut self.own.address, &edit.address);
        set("phone", &mut self.own.phone, &edit.phone);
        set("email", &mut self.own.email, &edit.email);
        set("hours", &mut self.own.hours, &edit.hours);
        set("intro", &mut self.intro, &edit.intro);
        set("intro_en", &mut self.intro_en, &edit.intro_en);
        if self.invented != edit.invented {
            self.invented = edit.invented;
            fields.push("invented");
        }
        self.settle();
        fields
    }
}

/// Changes a site. Its pages show it at once.
///
/// # Errors
/// [`Error::NotFound`] for a site beyond the actor's rights; [`Error::Forbidden`] for that of an ended agency, unless
/// the right is held above it; [`Error::stale`] when it was changed meanwhile.
pub async fn edit(ctx: &Ctx, id: Id<Site>, edit: &Edit) -> Result<Site> {
    let mut act = ctx.act(policy::SITE_EDIT).await?;
    let mut site = store::find(&act, id).await?;
    if site.is_former(ctx.today()) {
        // Kept as it was; those above still put something right.
        act.require(svc_org::agency::deciding_path(&site.agency_path))?;
    }
    if site.version != edit.version {
        return Err(Error::stale());
    }
    let mut fields = site.edit(edit);
    if leader::of_site(&act, id).await? != edit.leaders {
        leader::replace(&act, id, &edit.leaders).await?;
        fields.push("leaders");
    }
    store::save(&act, &mut site).await?;
    act.touch(ALL);
    act.record(&site, &Edited { fields, version: site.version }).await?;
    kernel::snapshot::commit::<Sites>(act).await?;
    Ok(site)
}
