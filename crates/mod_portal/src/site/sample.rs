use std::collections::HashMap;

use base::Id;
use kernel::{Ctx, Event, Result};
use serde::{Deserialize, Serialize};
use svc_org::{Agency, Kind};

use super::{ALL, Leader, Site, Sites, leader, lower_first, sites, store};
use crate::policy;

const SAMPLES: &str = include_str!("../../seeds/samples.json");

/// What sample people and contacts are put together from.
#[derive(Deserialize)]
struct Samples {
    families: Vec<String>,
    middles: Vec<String>,
    given: Vec<String>,
    posts: HashMap<String, Vec<String>>,
    seat: String,
    commune_address: String,
    hours: String,
    mail_domain: String,
}

/// A site got sample contact data.
#[derive(Serialize)]
struct Sampled {
    version: i64,
}

impl Event for Sampled {
    const NAME: &'static str = "portal.site.sampled";
}

/// Gives every living site that has neither contact nor leaders some to show, marked as sample data on every page.
/// For the demonstration only: names are put together from common parts, numbers begin as no number does
/// (`0208 000`), mail goes to a domain reserved for examples (RFC 2606). Says how many sites got some.
///
/// # Errors
/// The database's.
pub async fn fill_samples(ctx: &Ctx) -> Result<usize> {
    let samples: Samples = serde_json::from_str(SAMPLES)?;
    let family = sites(ctx.app())?;
    let tree = svc_org::tree(ctx.app())?;
    let mut act = ctx.act(policy::SITE_EDIT).await?;
    let mut filled = 0;
    for (number, site) in family.living(ctx.today()).enumerate() {
        let bare = site.responsible.is_empty() && site.phone.is_empty() && site.email.is_empty();
        if !bare || !leader::of_site(&act, site.id).await?.is_empty() {
            continue;
        }
        act.require(&site.agency_path)?;
        let mut site = Site::clone(site);
        let kind = tree.get(Id::from_uuid(site.agency_id)).map_or("", |agency| posts_of(agency));
        let leaders = samples.leaders(kind, number);
        samples.fill(&mut site, number, leaders.first());
        store::save(&act, &mut site).await?;
        leader::replace(&act, site.id, &leaders).await?;
        act.touch(ALL);
        act.record(&site, &Sampled { version: site.version }).await?;
        filled += 1;
    }
    if filled > 0 {
        kernel::snapshot::commit::<Sites>(act).await?;
    }
    Ok(filled)
}

/// The word under which the posts of such an agency stand among the samples. Some offices are filed as departments:
/// only one called so has a director of a department.
fn posts_of(agency: &Agency) -> &'static str {
    let first = base::text::fold(&agency.full_name);
    match agency.kind {
        Kind::Department if first.starts_with("van phong ") => "office",
        Kind::Department if !first.starts_with("so ") => "other",
        kind => kind.as_str(),
    }
}

impl Samples {
    /// The same people in every run, different ones for neighbouring sites.
    fn leaders(&self, kind: &str, number: usize) -> Vec<Leader> {
        let posts =
            self.posts.get(kind).or_else(|| self.posts.get("other")).map(Vec::as_slice).unwrap_or_default();
        let pick = |from: &[String], at: usize| from.get(at % from.len().max(1)).cloned().unwrap_or_default();
        posts
            .iter()
            .enumerate()
            .map(|(place, post)| {
                let at = number * 3 + place;
                let parts = [
                    pick(&self.families, at * 7 + at / 16),
                    pick(&self.middles, at * 5 + at / 12),
                    pick(&self.given, at * 11 + at / 20),
                ];
                Leader {
                    name: parts.join(" "),
                    post: post.clone(),
                    phone: String::new(),
                    email: String::new(),
                    invented: true,
                }
            })
            .collect()
    }

    fn fill(&self, site: &mut Site, number: usize, first: Option<&Leader>) {
        site.responsible = first.map(|l| format!("{}, {}", l.name, lower_first(&l.post))).unwrap_or_default();
        if site.address.is_empty() {
            site.own.address = match site.kind {
                super::SiteKind::Commune => self.commune_address.replace("{name}", &lower_first(&site.name)),
                _ => self.seat.clone(),
            };
        }
        site.own.phone = format!("0208 000 {number:04}");
        site.own.email = format!("{}@{}", site.slug, self.mail_domain);
        if site.hours.is_empty() {
            site.own.hours.clone_from(&self.hours);
        }
        site.invented = true;
        site.settle();
    }
}
