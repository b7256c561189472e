//! What several pages of a site show the same way.

use base::{Id, LocalDate};
use kernel::{Ctx, Result};
use svc_org::{Agency, Extent, Tree};
use ui::Page;

use super::{Leader, Site, SiteKind, Sites, leader};

/// The living sites of the province's own agencies, in the order of the tree: offices, departments, then the others.
pub(crate) fn departments(ctx: &Ctx, page: &Page, family: &Sites) -> Result<Vec<Named>> {
    ctx.depends_on(svc_org::AGENCIES);
    let today = ctx.today();
    let tree = svc_org::tree(ctx.app())?;
    let root = tree.root(today).map(|agency| agency.id);
    let own = tree.all().filter(|agency| agency.parent == root);
    let sites = own.filter_map(|agency| family.by_agency(agency.id.uuid()));
    let own = sites.filter(|site| site.kind == SiteKind::Department && site.lives(today));
    Ok(own.map(|site| Named::site(page, site)).collect())
}

/// A site or an agency as lists name it.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its name in the reader's language.
    pub name: String,
    /// Its address, complete; empty when it has none to go to.
    pub href: String,
    /// A few words behind it. May be empty.
    pub note: String,
}

impl Named {
    /// A site, by the address that works on every host of the family.
    pub fn site(page: &Page, site: &Site) -> Self {
        Self {
            name: site.name_in(page.lang).to_owned(),
            href: page.href(&format!("/s/{}/", site.slug)),
            note: String::new(),
        }
    }

    /// As [`Named::site`], by the name without its kind: for long lists of one kind.
    pub fn short(page: &Page, site: &Site) -> Self {
        let name = super::proper_name(&site.name, &site.plain).to_owned();
        Self { name, ..Self::site(page, site) }
    }

    #[must_use]
    fn noted(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }
}

/// Until when a former site's agency existed, in words; empty for one that still does.
pub(super) fn until(page: &Page, site: &Site) -> String {
    site.validity.to().map(|day| page.fill("portal.family.until", &[("day", &day.vn())])).unwrap_or_default()
}

/// The body of a site: what it is made of, who leads it, how it is reached.
pub struct Body {
    /// Units below the agency.
    pub units: Vec<Named>,
    /// Leaders.
    pub leaders: Vec<Leader>,
    /// Whether any of what is shown is sample data.
    pub invented: bool,
    /// Former units it was made of.
    pub made_of: Vec<Named>,
    /// The first day of the present agency, where the data know it.
    pub since: String,
    /// Former agencies whose name reads the same in addresses, and others the reader may have meant.
    pub namesakes: Vec<Named>,
    /// A map with a mark near the middle of the territory; empty when unknown.
    pub map: String,
    /// Area in square kilometres, as the language writes it; empty when unknown.
    pub area: String,
    /// The national code of the unit; empty when there is none.
    pub code: String,
}

impl Body {
    /// Collects it.
    ///
    /// # Errors
    /// The database's.
    pub async fn of(ctx: &Ctx, page: &Page, sites: &Sites, site: &Site) -> Result<Self> {
        ctx.depends_on(svc_org::AGENCIES);
        let tree = svc_org::tree(ctx.app())?;
        let today = ctx.today();
        let agency = tree.get(Id::from_uuid(site.agency_id));
        let leaders = leader::of_site(ctx.read(), site.id).await?;
        let details = agency.map(|a| a.details.clone());
        let (lat, lon) = details.as_ref().and_then(|d| d.lat.zip(d.lon)).unzip();
        let map = lat.zip(lon).map(|(lat, lon)| {
            format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=12/{lat}/{lon}")
        });
        let area = details.as_ref().and_then(|d| d.area_km2).map(|km2| decimal(page, km2));
        let units = match site.kind {
            SiteKind::Province => Vec::new(),
            _ => units(&tree, page, sites, site, today),
        };
        Ok(Self {
            units,
            invented: site.invented || leaders.iter().any(|l| l.invented),
            leaders,
            made_of: made_of(&tree, page, site),
            since: site.validity.from().map(LocalDate::vn).unwrap_or_default(),
            namesakes: namesakes(page, sites, site, today),
            map: map.unwrap_or_default(),
            area: area.unwrap_or_default(),
            code: details.and_then(|d| d.unit_code).unwrap_or_default(),
        })
    }
}

/// `34,46` and `34.46`: at most two places, none that say nothing.
fn decimal(page: &Page, value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if page.is_vi() { text.replace('.', ",") } else { text.to_owned() }
}

fn units(tree: &Tree, page: &Page, sites: &Sites, site: &Site, today: LocalDate) -> Vec<Named> {
    let below = tree.children(Id::from_uuid(site.agency_id), today);
    below.into_iter().map(|agency| named(page, sites, agency)).collect()
}

/// An agency by its own site, or by its name alone.
pub(super) fn named(page: &Page, sites: &Sites, agency: &Agency) -> Named {
    match sites.by_agency(agency.id.uuid()) {
        Some(site) => Named::site(page, site),
        None => Named { name: agency.full_name.clone(), href: String::new(), note: String::new() },
    }
}

fn made_of(tree: &Tree, page: &Page, site: &Site) -> Vec<Named> {
    // Former communes are named without an address: theirs leads back here.
    tree.made_of(Id::from_uuid(site.agency_id))
        .into_iter()
        .map(|step| {
            let district = step.agency.parent.and_then(|p| tree.get(p)).map(|p| p.full_name.clone());
            let note = match step.extent {
                Extent::Part => page.t("portal.site.made_of.part").to_owned(),
                Extent::Whole => String::new(),
            };
            let note = [district.unwrap_or_default(), note];
            let note: Vec<&str> = note.iter().map(String::as_str).filter(|n| !n.is_empty()).collect();
            Named { name: step.agency.full_name.clone(), href: String::new(), note: note.join(" · ") }
        })
        .collect()
}

fn namesakes(page: &Page, sites: &Sites, site: &Site, today: LocalDate) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for other in sites.namesakes(site) {
        let living = other.lives(today);
        // Former communes mostly lead back here; districts and provinces have an archive worth naming.
        if living || other.kind != SiteKind::Commune {
            let key = if living { "portal.site.namesake.living" } else { "portal.site.namesake.former" };
            all.push(Named::site(page, &other).noted(page.t(key)));
        }
    }
    all
}
