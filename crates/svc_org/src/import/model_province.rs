use std::collections::HashMap;

use base::{
    Id, LocalDate, Validity,
    text::{nfc, slug},
};
use kernel::{Ctx, Error, Result, new_id};
use serde::{Deserialize, de::DeserializeOwned};
use time::macros::date;

use super::{
    rough_day,
    slugs::{Slugs, wishes},
};
use crate::{
    Agency, AgencyCode, CommuneKind, Extent, Kind, Succession, Tree,
    agency::{ALL, Details, Status, event::Imported, store},
    policy::AGENCY_EDIT,
};

const PROVINCES: &str = include_str!("../../seeds/thainguyen_provinces.csv");
const AGENCY_SUCCESSIONS: &str = include_str!("../../seeds/thainguyen_agency_successions.csv");
const AGENCIES: &str = include_str!("../../../../data/thainguyen_agencies.csv");
const UNITS: &str = include_str!("../../../../data/thainguyen_units.csv");
const UNITS_OLD: &str = include_str!("../../../../data/thainguyen_units_old.csv");
const DISTRICTS_OLD: &str = include_str!("../../../../data/thainguyen_districts_old.csv");
const MERGE_MAP: &str = include_str!("../../../../data/thainguyen_merge_map.csv");

/// The first day of the present communes (Nghị quyết 1683/NQ-UBTVQH15).
const REORGANISED: LocalDate = LocalDate(date!(2025 - 07 - 01));

/// What loading the model province did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Agencies added.
    pub agencies: usize,
    /// Successions added.
    pub successions: usize,
}

/// Loads the province the program carries: its agencies, both eras of its territorial units and what became of what.
/// What is there already, edited or not, is left alone, so a second run changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] for an actor who may not edit agencies; the database's.
pub async fn load_model_province(ctx: &Ctx) -> Result<Summary> {
    let mut act = ctx.act(AGENCY_EDIT).await?;
    let tree = store::lock(&act).await?;
    let mut loading = Loading::new(&tree);
    loading.provinces()?;
    loading.districts()?;
    loading.old_communes()?;
    loading.communes()?;
    loading.agencies()?;
    loading.commune_successions()?;
    loading.agency_successions()?;
    let Loading { added, successions, .. } = loading;
    let summary = Summary { agencies: added.len(), successions: successions.len() };
    if summary == Summary::default() {
        return Ok(summary);
    }
    for agency in added.iter().filter(|a| a.parent.is_none()) {
        act.require(&agency.path)?;
    }
    store::insert(&act, &added).await?;
    store::insert_successions(&act, &successions).await?;
    act.touch(ALL);
    for agency in &added {
        act.record(agency, &Imported::new(&agency.full_name)).await?;
    }
    if let Some(agency) = tree.root(ctx.today()).filter(|_| added.is_empty()) {
        act.record(agency.as_ref(), &Imported { changed: true, ..Imported::new(&agency.full_name) }).await?;
    }
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(summary)
}

/// What is being put together, found again by the codes of the files.
struct Loading<'t> {
    tree: &'t Tree,
    slugs: Slugs,
    added: Vec<Agency>,
    successions: Vec<Succession>,
    /// Identifier, path and full name by the file's own key: `19`, `old:01840`, `new:01840`, `agency:sxd`.
    known: HashMap<String, (Id<Agency>, String)>,
}

#[derive(Deserialize)]
struct ProvinceRow {
    unit_code: String,
    agency_code: String,
    name: String,
    full_name: String,
    name_en: String,
    slug: String,
    valid_to: String,
    successor: String,
    status: String,
    note: String,
}

#[derive(Deserialize)]
struct DistrictRow {
    code: String,
    province_code: String,
    name: String,
    full_name: String,
}

#[derive(Deserialize)]
struct OldUnitRow {
    code: String,
    name: String,
    full_name: String,
    district_code: String,
}

#[derive(Deserialize)]
struct UnitRow {
    code: String,
    name: String,
    full_name: String,
    area_km2: Option<f64>,
    lat: Option<f64>,
    lon: Option<f64>,
}

#[derive(Deserialize)]
struct AgencyRow {
    name: String,
    name_en: String,
    kind: String,
    slug_suggested: String,
    valid_from: String,
    valid_to: String,
    status: String,
    note: String,
}

#[derive(Deserialize)]
struct MergeRow {
    old_code: String,
    old_district: String,
    new_code: String,
    extent: String,
}

#[derive(Deserialize)]
struct AgencySuccessionRow {
    from_slug: String,
    to_slug: String,
    on: String,
    extent: String,
}

fn rows<T: DeserializeOwned>(csv: &'static str) -> Result<Vec<T>> {
    let rows: std::result::Result<Vec<T>, csv::Error> =
        csv::Reader::from_reader(csv.as_bytes()).into_deserialize().collect();
    rows.map_err(|e| Error::internal(format!("the model province's data: {e}")))
}

fn broken(what: &str) -> Error {
    Error::internal(format!("the model province's data does not hold together at {what}"))
}

fn blank(kind: Kind, name: &str, full_name: &str, validity: Validity) -> Details {
    Details {
        kind,
        commune_kind: None,
        code: None,
        unit_code: None,
        name: nfc(name),
        full_name: nfc(full_name),
        name_en: None,
        slug: String::new(),
        parent: None,
        validity,
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        office_hours: String::new(),
        area_km2: None,
        lat: None,
        lon: None,
        status: Status::Verified,
        note: String::new(),
    }
}

fn era(from: Option<LocalDate>, to: Option<LocalDate>, of: &str) -> Result<Validity> {
    Validity::new(from, to).map_err(|_| broken(of))
}

impl<'t> Loading<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            slugs: Slugs::of(tree),
            added: Vec::new(),
            successions: Vec::new(),
            known: HashMap::new(),
        }
    }

    fn id(&self, key: &str) -> Result<Id<Agency>> {
        self.known.get(key).map(|(id, _)| *id).ok_or_else(|| broken(key))
    }

    /// Adds an agency below the one with the key `parent`, unless the tree has it.
    fn add(
        &mut self,
        key: String,
        parent: Option<&str>,
        mut details: Details,
        wishes: &[String],
    ) -> Result<()> {
        let origin = format!("thainguyen:{key}");
        let same_unit = |a: &&std::sync::Arc<Agency>| {
            details.unit_code.is_some()
                && a.unit_code == details.unit_code
                && a.validity.overlaps(&details.validity)
        };
        let there = self.tree.all().find(|a| a.origin.as_ref() == Some(&origin) || same_unit(a));
        if let Some(there) = there {
            self.known.insert(key, (there.id, there.path.clone()));
            return Ok(());
        }
        let parent = parent.map(|p| self.known.get(p).ok_or_else(|| broken(p))).transpose()?;
        details.parent = parent.map(|(id, _)| *id);
        details.slug = self.slugs.take(wishes, details.validity);
        let parent_path = parent.map_or("", |(_, path)| path);
        let agency = Agency { origin: Some(origin), ..Agency::new(new_id(), parent_path, details) };
        self.known.insert(key, (agency.id, agency.path.clone()));
        self.added.push(agency);
        Ok(())
    }

    fn succeed(
        &mut self,
        from: &str,
        to: &str,
        on: LocalDate,
        extent: Extent,
        unchanged: bool,
    ) -> Result<()> {
        let (from, to) = (self.id(from)?, self.id(to)?);
        if self.tree.successions().iter().all(|s| (s.from, s.to) != (from, to)) {
            self.successions.push(Succession { from, to, on, extent, unchanged });
        }
        Ok(())
    }

    fn provinces(&mut self) -> Result<()> {
        let rows: Vec<ProvinceRow> = rows(PROVINCES)?;
        for row in &rows {
            let validity = era(None, rough_day(&row.valid_to, true), &row.unit_code)?;
            let code = Some(row.agency_code.as_str()).filter(|c| !c.is_empty());
            let code = code.map(AgencyCode::parse).transpose().map_err(|_| broken(&row.agency_code))?;
            let details = Details {
                code,
                unit_code: Some(row.unit_code.clone()),
                name_en: Some(row.name_en.clone()),
                status: Status::parse(&row.status),
                note: row.note.clone(),
                ..blank(Kind::Province, &row.name, &row.full_name, validity)
            };
            self.add(row.unit_code.clone(), None, details, std::slice::from_ref(&row.slug))?;
        }
        for row in rows.iter().filter(|r| !r.successor.is_empty()) {
            self.succeed(&row.unit_code, &row.successor, REORGANISED, Extent::Whole, false)?;
        }
        Ok(())
    }

    fn districts(&mut self) -> Result<()> {
        for row in rows::<DistrictRow>(DISTRICTS_OLD)? {
            let validity = era(None, Some(REORGANISED.previous()), &row.code)?;
            let details = Details {
                unit_code: Some(row.code.clone()),
                ..blank(Kind::District, &row.name, &row.full_name, validity)
            };
            // A city named like its province cannot have the province's label.
            let wishes = wishes(&row.name, &row.full_name, "");
            self.add(row.code.clone(), Some(&row.province_code), details, &wishes)?;
        }
        Ok(())
    }

    fn old_communes(&mut self) -> Result<()> {
        let districts: HashMap<String, String> =
            rows::<DistrictRow>(DISTRICTS_OLD)?.into_iter().map(|d| (d.code, d.name)).collect();
        for row in rows::<OldUnitRow>(UNITS_OLD)? {
            let validity = era(None, Some(REORGANISED.previous()), &row.code)?;
            let details = Details {
                commune_kind: CommuneKind::of_full_name(&row.full_name),
                unit_code: Some(row.code.clone()),
                ..blank(Kind::Commune, &row.name, &row.full_name, validity)
            };
            let district = districts.get(&row.district_code).ok_or_else(|| broken(&row.district_code))?;
            // Names repeat between districts; so every old commune's label names its district.
            let label = format!("{}-{}", slug(&row.name), slug(district));
            self.add(format!("old:{}", row.code), Some(&row.district_code), details, &[label])?;
        }
        Ok(())
    }

    fn communes(&mut self) -> Result<()> {
        let mut districts = HashMap::new();
        for row in rows::<MergeRow>(MERGE_MAP)? {
            districts.entry(row.new_code).or_insert(row.old_district);
        }
        let names: HashMap<String, String> =
            rows::<DistrictRow>(DISTRICTS_OLD)?.into_iter().map(|d| (d.full_name, d.name)).collect();
        for row in rows::<UnitRow>(UNITS)? {
            let validity = era(Some(REORGANISED), None, &row.code)?;
            let details = Details {
                commune_kind: CommuneKind::of_full_name(&row.full_name),
                unit_code: Some(row.code.clone()),
                area_km2: row.area_km2,
                lat: row.lat,
                lon: row.lon,
                ..blank(Kind::Commune, &row.name, &row.full_name, validity)
            };
            let district = districts.get(&row.code).and_then(|full| names.get(full));
            let wishes = wishes(&row.name, &row.full_name, district.map_or("", String::as_str));
            self.add(format!("new:{}", row.code), Some("19"), details, &wishes)?;
        }
        Ok(())
    }

    fn agencies(&mut self) -> Result<()> {
        for row in rows::<AgencyRow>(AGENCIES)? {
            let kind = match row.kind.as_str() {
                "so" => Kind::Department,
                "van_phong" => Kind::Office,
                "ban" => Kind::Board,
                "thanh_tra" => Kind::Inspectorate,
                "don_vi" => Kind::ServiceCentre,
                "nganh_doc" => Kind::Vertical,
                other => return Err(broken(other)),
            };
            let validity =
                era(rough_day(&row.valid_from, false), rough_day(&row.valid_to, true), &row.slug_suggested)?;
            let rough = [&row.valid_from, &row.valid_to].into_iter().filter(|d| (1..10).contains(&d.len()));
            let known = rough.map(|d| format!("date known as {d}"));
            let note: Vec<String> =
                [row.note.clone()].into_iter().filter(|n| !n.is_empty()).chain(known).collect();
            let details = Details {
                name_en: Some(row.name_en).filter(|n| !n.is_empty()),
                status: Status::parse(&row.status),
                note: note.join("; "),
                ..blank(kind, &row.name, &row.name, validity)
            };
            self.add(format!("agency:{}", row.slug_suggested), Some("19"), details, &[row.slug_suggested])?;
        }
        Ok(())
    }

    fn commune_successions(&mut self) -> Result<()> {
        for row in rows::<MergeRow>(MERGE_MAP)? {
            let (extent, unchanged) = match row.extent.as_str() {
                "toan_bo" => (Extent::Whole, false),
                "mot_phan" => (Extent::Part, false),
                "giu_nguyen" => (Extent::Whole, true),
                other => return Err(broken(other)),
            };
            let (from, to) = (format!("old:{}", row.old_code), format!("new:{}", row.new_code));
            self.succeed(&from, &to, REORGANISED, extent, unchanged)?;
        }
        Ok(())
    }

    fn agency_successions(&mut self) -> Result<()> {
        for row in rows::<AgencySuccessionRow>(AGENCY_SUCCESSIONS)? {
            let on = LocalDate::parse(&row.on).map_err(|_| broken(&row.on))?;
            let extent = Extent::parse(&row.extent).ok_or_else(|| broken(&row.extent))?;
            self.succeed(
                &format!("agency:{}", row.from_slug),
                &format!("agency:{}", row.to_slug),
                on,
                extent,
                false,
            )?;
        }
        Ok(())
    }
}
