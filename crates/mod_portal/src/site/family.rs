use std::{collections::HashMap, sync::Arc};

use base::{LocalDate, text};
use kernel::{Ctx, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use svc_org::{Agency, Kind, Tree};

use super::{ALL, Contact, Site, SiteKind, Sites, contact::english, plan, sites, store};
use crate::{entry, policy};

/// What a run of [`build_family`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Sites that came into being.
    pub founded: usize,
    /// Sites brought in line with their agency.
    pub renewed: usize,
    /// Sites already right.
    pub kept: usize,
}

/// A site came into being.
#[derive(Serialize)]
struct Founded {
    slug: String,
}

impl Event for Founded {
    const NAME: &'static str = "portal.site.founded";
}

/// A site took over what changed about its agency: name, place in the tree, last day.
#[derive(Serialize)]
struct Renewed {
    version: i64,
}

impl Event for Renewed {
    const NAME: &'static str = "portal.site.renewed";
}

/// Gives every agency of every time its site, and brings the sites there are in line with their agencies. Words in
/// addresses, contact and texts of sites that exist stay as they are; only a word whose owner has ended goes to a living agency that
/// claims it. A second run changes nothing.
///
/// # Errors
/// [`kernel::Error::Forbidden`] for somebody without the right over one of the agencies; the database's. Then nothing
/// was done.
pub async fn build_family(ctx: &Ctx) -> Result<Summary> {
    let tree = svc_org::tree(ctx.app())?;
    let family = sites(ctx.app())?;
    let fresh = drafts(&tree, &family, ctx.today());
    let mut summary = Summary::default();
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for site in fresh {
        match family.by_agency(site.agency_id) {
            None => new.push(site),
            Some(known) if **known == site => summary.kept += 1,
            Some(_) => changed.push(site),
        }
    }
    (summary.founded, summary.renewed) = (new.len(), changed.len());
    if new.is_empty() && changed.is_empty() {
        return Ok(summary);
    }
    let mut act = ctx.act(policy::SITE_EDIT).await?;
    for site in new.iter().chain(&changed) {
        act.require(&site.agency_path)?;
    }
    // What has ended gives its word up before another takes it.
    changed.sort_by_key(|site| site.validity.to().is_none());
    for site in &mut changed {
        let known = family.by_id(site.id);
        if let Some(known) = known.filter(|known| known.slug != site.slug) {
            store::give_up(&act, &known.slug, site).await?;
        }
        store::save(&act, site).await?;
        act.record(site, &Renewed { version: site.version }).await?;
        if known.is_some_and(|known| (&known.name, &known.slug) != (&site.name, &site.slug)) {
            entry::refile(&mut act, site).await?;
        }
    }
    for site in &mut new {
        site.changed_at = act.now();
    }
    store::insert(&act, &new).await?;
    act.touch(ALL);
    for site in &new {
        act.record(site, &Founded { slug: site.slug.clone() }).await?;
    }
    kernel::snapshot::commit::<Sites>(act).await?;
    Ok(summary)
}

/// The family as the tree asks for it.
fn drafts(tree: &Tree, family: &Sites, today: LocalDate) -> Vec<Site> {
    // What has not begun yet has no site: until its day the word in its address may be somebody else's.
    let begun = |a: &Agency| a.validity.from().is_none_or(|from| from <= today);
    let agencies: Vec<&Agency> =
        tree.all().map(AsRef::as_ref).filter(|a| a.kind != Kind::Facility && begun(a)).collect();
    let units: Vec<plan::Unit> = agencies.iter().map(|a| unit(tree, a, today)).collect();
    let known: HashMap<Uuid, String> =
        family.all().iter().map(|site| (site.agency_id, site.slug.clone())).collect();
    let words = plan::slugs(&units, &known);
    let root = tree.root(today).map(|a| a.id);
    agencies
        .iter()
        .zip(&units)
        .map(|(agency, unit)| {
            let word = words.get(&unit.id).cloned().unwrap_or_default();
            let site = match family.by_agency(unit.id) {
                Some(site) => readdressed(site, &word, agency),
                None => {
                    let label = if Some(agency.id) == root { String::new() } else { word.clone() };
                    found(agency, word, label)
                }
            };
            Site {
                agency_path: agency.path.clone(),
                plain: unit.plain.clone(),
                kind: kind_of(agency.kind),
                name: agency.full_name.clone(),
                validity: agency.validity,
                ..site
            }
        })
        .collect()
}

/// A site there is, under the word it has now.
fn readdressed(site: &Site, word: &str, agency: &Agency) -> Site {
    let mut site = Site::clone(site);
    if site.slug != word {
        word.clone_into(&mut site.slug);
        if !site.host_label.is_empty() {
            word.clone_into(&mut site.host_label);
        }
    }
    // Sites founded earlier had a copy of what the program itself makes of the agency's name.
    if site.own.name_en == english(&agency.name, &agency.full_name) {
        site.own.name_en.clear();
    }
    site
}

/// A new site, which says of contact what its agency says.
fn found(agency: &Agency, slug: String, host_label: String) -> Site {
    let mut site = Site {
        id: new_id(),
        agency_id: agency.id.uuid(),
        agency_path: String::new(),
        slug,
        host_label,
        plain: String::new(),
        kind: kind_of(agency.kind),
        name: String::new(),
        name_en: String::new(),
        kicker: String::new(),
        kicker_en: String::new(),
        responsible: String::new(),
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        hours: String::new(),
        own: Contact::default(),
        agency: Contact::of(agency),
        intro: String::new(),
        intro_en: String::new(),
        invented: false,
        validity: agency.validity,
        changed_at: base::Timestamp(0),
        version: 1,
    };
    site.settle();
    site
}

fn kind_of(kind: Kind) -> SiteKind {
    match kind {
        Kind::Province => SiteKind::Province,
        Kind::District => SiteKind::District,
        Kind::Commune => SiteKind::Commune,
        _ => SiteKind::Department,
    }
}

fn unit(tree: &Tree, agency: &Agency, today: LocalDate) -> plan::Unit {
    let territory = agency.kind.is_unit();
    plan::Unit {
        id: agency.id.uuid(),
        plain: if territory { text::slug(&agency.name) } else { agency.slug.clone() },
        full_name: agency.full_name.clone(),
        district: if agency.kind == Kind::Commune { district(tree, agency) } else { String::new() },
        code: agency.unit_code.clone().unwrap_or_default(),
        lives: agency.is_valid(today),
        ended: agency.validity.to().filter(|to| *to < today).map(|to| to.0.year()),
    }
}

/// The district a commune lay in; for one made in 2025, the district most of its parts came from.
fn district(tree: &Tree, commune: &Agency) -> String {
    let own = |a: &Agency| a.parent.and_then(|p| tree.get(p)).filter(|p| p.kind == Kind::District).cloned();
    if let Some(district) = own(commune) {
        return district.name.clone();
    }
    let mut counts: Vec<(usize, String)> = Vec::new();
    for part in tree.made_of(commune.id) {
        let Some(district) = own(&part.agency) else { continue };
        match counts.iter_mut().find(|(_, name)| *name == district.name) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, district.name.clone())),
        }
    }
    // The first among equals, in the order of the tree.
    counts.into_iter().rev().max_by_key(|(count, _)| *count).map(|(_, name)| name).unwrap_or_default()
}

/// What became of a former agency, down to those living on a day, with whether each took it over whole.
pub(super) fn heirs(tree: &Tree, agency: Uuid, on: LocalDate) -> Vec<Heir> {
    let mut heirs: Vec<Heir> = Vec::new();
    follow(tree, agency, on, true, 0, &mut heirs);
    heirs
}

/// A living agency that took over a former one.
pub(super) struct Heir {
    pub agency: Arc<Agency>,
    pub whole: bool,
    pub since: LocalDate,
}

fn follow(tree: &Tree, agency: Uuid, on: LocalDate, whole: bool, depth: u8, heirs: &mut Vec<Heir>) {
    // Successions reach forward in time, so they end; a mistake in the data must not make them endless.
    if depth > 20 {
        return;
    }
    for step in tree.became(base::Id::from_uuid(agency)) {
        let whole = whole && step.extent == svc_org::Extent::Whole;
        if step.agency.is_valid(on) {
            match heirs.iter_mut().find(|h| h.agency.id == step.agency.id) {
                Some(heir) => heir.whole &= whole,
                None => heirs.push(Heir { agency: step.agency, whole, since: step.on }),
            }
        } else {
            follow(tree, step.agency.id.uuid(), on, whole, depth + 1, heirs);
        }
    }
}

/// The site all of a former agency's readers are looking for now, if there is exactly one.
pub(super) fn only_heir(heirs: &[Heir], family: &Sites) -> Option<Arc<Site>> {
    match heirs {
        [heir] if heir.whole => family.by_agency(heir.agency.id.uuid()).cloned(),
        _ => None,
    }
}
