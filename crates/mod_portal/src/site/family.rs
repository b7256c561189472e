use std::{collections::HashMap, sync::Arc};

use base::{LocalDate, text};
use kernel::{Ctx, Event, Result, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use svc_org::{Agency, Kind, Tree};
use ui::Lang;

use super::{ALL, Site, SiteKind, Sites, plan, sites, store};
use crate::policy;

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
/// addresses, contact and texts of sites that exist stay as they are. A second run changes nothing.
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
    for site in &mut changed {
        store::save(&act, site).await?;
        act.record(site, &Renewed { version: site.version }).await?;
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
    let agencies: Vec<&Agency> = tree.all().map(AsRef::as_ref).filter(|a| a.kind != Kind::Facility).collect();
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
                Some(site) => Site::clone(site),
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

/// A new site, with what the tree knows about contact.
fn found(agency: &Agency, slug: String, host_label: String) -> Site {
    Site {
        id: new_id(),
        agency_id: agency.id.uuid(),
        agency_path: String::new(),
        slug,
        host_label,
        plain: String::new(),
        kind: kind_of(agency.kind),
        name: String::new(),
        name_en: agency.name_en.clone().unwrap_or_else(|| english(agency)),
        kicker: String::new(),
        kicker_en: String::new(),
        responsible: String::new(),
        address: agency.address.clone(),
        phone: agency.phone.clone(),
        email: agency.email.clone(),
        hours: agency.office_hours.clone(),
        intro: String::new(),
        intro_en: String::new(),
        invented: false,
        validity: agency.validity,
        changed_at: base::Timestamp(0),
        version: 1,
    }
}

fn kind_of(kind: Kind) -> SiteKind {
    match kind {
        Kind::Province => SiteKind::Province,
        Kind::District => SiteKind::District,
        Kind::Commune => SiteKind::Commune,
        _ => SiteKind::Department,
    }
}

/// `Van Lang` is not what people there call it: the name keeps its accents, the kind is translated.
fn english(agency: &Agency) -> String {
    let plain = text::slug(&agency.name);
    let full = text::slug(&agency.full_name);
    match full.strip_suffix(&plain) {
        Some(kind) if !kind.is_empty() => {
            let key = format!("portal.site.english.{kind}");
            let said = ui::fill(Lang::En, &key, &[("name", &agency.name)]);
            if said == key { String::new() } else { said }
        }
        _ => String::new(),
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
