//! The rates: which coefficients a genre may have, and what one coefficient is worth. Law is data: each row holds from a
//! day to a day, says where it is written, and whether that was read in the document itself. What was awarded keeps the
//! rates it was worked out from, so no row changes it.

use base::{LocalDate, Vnd};
use kernel::{
    Act, Ctx, Error, Event, Result, Subject,
    db::{FromQueryResult, Queries, Values},
    new_id,
};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use ui::Lang;

use super::model::{Coefficient, refused};
use crate::policy::ROYALTY_RATE;

/// Longest source, in characters.
pub const BASIS_MAX: usize = 300;
/// Longest name of a genre, in characters.
pub const NAME_MAX: usize = 80;
/// Largest value of one coefficient, in đồng.
pub const UNIT_MAX: i64 = 100_000_000;

const VERIFIED: &str = "verified";
const UNVERIFIED: &str = "unverified";

/// What an award is worked out from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// The genre's name.
    pub name: String,
    /// The same in English; may be empty.
    pub name_en: String,
    /// The smallest coefficient.
    pub smallest: Coefficient,
    /// The largest.
    pub largest: Coefficient,
    /// What one coefficient is worth.
    pub unit: Vnd,
    /// Whether both rows were read in the documents they name.
    pub verified: bool,
}

impl Rates {
    /// The genre's name in this language; Vietnamese where there is no other.
    pub fn name_in(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.name_en.is_empty() { &self.name_en } else { &self.name }
    }
}

/// A genre with its range, from a day to a day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Genre {
    /// The row.
    pub id: String,
    /// Names the genre through its rows.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// The same in English; may be empty.
    pub name_en: String,
    /// Where it stands in lists.
    pub place: i64,
    /// The smallest coefficient, in hundredths.
    pub smallest: i64,
    /// The largest.
    pub largest: i64,
    /// The first day.
    pub valid_from: String,
    /// The last day, if it has one.
    pub valid_to: Option<String>,
    /// Where it is written.
    pub basis: String,
    /// `verified` where that was read in the document itself, else `unverified`.
    pub standing: String,
    /// Counts changes.
    pub version: i64,
}

/// What one coefficient is worth, from a day to a day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Unit {
    /// The row.
    pub id: String,
    /// In đồng.
    pub value: i64,
    /// The first day.
    pub valid_from: String,
    /// The last day, if it has one.
    pub valid_to: Option<String>,
    /// Where it is written.
    pub basis: String,
    /// As of a genre.
    pub standing: String,
    /// Counts changes.
    pub version: i64,
}

impl Genre {
    /// Its name in this language.
    pub fn name_in(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.name_en.is_empty() { &self.name_en } else { &self.name }
    }

    /// Whether it was read in the document it names.
    pub fn is_verified(&self) -> bool {
        self.standing == VERIFIED
    }

    /// With the value of that day, what an award is worked out from.
    pub fn rates(&self, unit: &Unit) -> Rates {
        Rates {
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            smallest: Coefficient(self.smallest),
            largest: Coefficient(self.largest),
            unit: Vnd(unit.value),
            verified: self.is_verified() && unit.is_verified(),
        }
    }
}

impl Unit {
    /// Whether it was read in the document it names.
    pub fn is_verified(&self) -> bool {
        self.standing == VERIFIED
    }
}

impl Subject for Genre {
    const KIND: &'static str = "royalty_genre";
    fn subject_id(&self) -> Uuid {
        self.id.parse().unwrap_or_default()
    }
}

impl Subject for Unit {
    const KIND: &'static str = "royalty_unit";
    fn subject_id(&self) -> Uuid {
        self.id.parse().unwrap_or_default()
    }
}

const GENRES: &str = "SELECT id, code, name, name_en, place, smallest, largest, valid_from, valid_to, basis, standing, version \
     FROM portal_royalty_genre";
const UNITS: &str =
    "SELECT id, value, valid_from, valid_to, basis, standing, version FROM portal_royalty_unit";
/// Of rows that hold on a day the one that began last counts.
const HOLDS: &str = "valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1)";

/// Every row of every genre, those of one together, the latest first.
pub async fn genres<C: Queries>(db: &C) -> Result<Vec<Genre>> {
    db.all(&format!("{GENRES} ORDER BY place, code, valid_from DESC"), vec![]).await
}

/// Every value, the latest first.
pub async fn units<C: Queries>(db: &C) -> Result<Vec<Unit>> {
    db.all(&format!("{UNITS} ORDER BY valid_from DESC"), vec![]).await
}

/// The genres there are on a day, in their order.
pub async fn genres_on<C: Queries>(db: &C, day: LocalDate) -> Result<Vec<Genre>> {
    let sql = format!("{GENRES} WHERE {HOLDS} ORDER BY place, code, valid_from DESC");
    let mut found: Vec<Genre> = db.all(&sql, vec![day.iso().into()]).await?;
    found.dedup_by(|later, first| later.code == first.code);
    Ok(found)
}

/// What one coefficient is worth on a day.
pub async fn unit_on<C: Queries>(db: &C, day: LocalDate) -> Result<Option<Unit>> {
    let sql = format!("{UNITS} WHERE {HOLDS} ORDER BY valid_from DESC LIMIT 1");
    db.one(&sql, vec![day.iso().into()]).await
}

/// The row of a genre.
pub async fn genre<C: Queries>(db: &C, id: &str) -> Result<Option<Genre>> {
    db.one(&format!("{GENRES} WHERE id = $1"), vec![id.into()]).await
}

/// The row of a value.
pub async fn unit<C: Queries>(db: &C, id: &str) -> Result<Option<Unit>> {
    db.one(&format!("{UNITS} WHERE id = $1"), vec![id.into()]).await
}

/// Since when until when a row holds, and where that is written.
#[derive(Clone, Debug)]
pub struct Validity {
    /// The first day.
    pub from: LocalDate,
    /// The last day, if it has one.
    pub to: Option<LocalDate>,
    /// Where it is written.
    pub basis: String,
    /// Whether that was read in the document itself.
    pub verified: bool,
}

impl Validity {
    fn standing(&self) -> &'static str {
        if self.verified { VERIFIED } else { UNVERIFIED }
    }
}

/// What somebody decides about a genre.
#[derive(Clone, Debug)]
pub struct GenreDetails {
    /// The genre whose row this is; empty for a new one, which is named after its name.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// The smallest coefficient.
    pub smallest: Coefficient,
    /// The largest.
    pub largest: Coefficient,
    /// When, and by what.
    pub validity: Validity,
}

#[derive(Serialize)]
struct GenreSet {
    name: String,
    smallest: String,
    largest: String,
    valid_from: String,
    basis: String,
}

impl Event for GenreSet {
    const NAME: &'static str = "portal.royalty_genre.set";
}

#[derive(Serialize)]
struct UnitSet {
    value: String,
    valid_from: String,
    basis: String,
}

impl Event for UnitSet {
    const NAME: &'static str = "portal.royalty_unit.set";
}

/// Rates hold for the whole province.
async fn begin(ctx: &Ctx) -> Result<Act> {
    let mut act = ctx.act(ROYALTY_RATE).await?;
    let tree = svc_org::tree(ctx.app())?;
    let root = tree.root(act.now().local_date()).ok_or(Error::NotFound)?;
    act.require(&root.path)?;
    Ok(act)
}

/// Enters a genre's range from a day on, or changes the row named.
///
/// # Errors
/// [`Error::Forbidden`] without the right over the whole province; [`Error::NotFound`]; [`Error::Conflict`] for a stale
/// `version` or when the genre has another row from the same day on.
pub async fn set_genre(ctx: &Ctx, id: Option<&str>, version: i64, details: GenreDetails) -> Result<()> {
    let mut act = begin(ctx).await?;
    let mut row = match id {
        Some(id) => genre(&act, id).await?.ok_or(Error::NotFound)?,
        None => new_genre(&act, &details).await?,
    };
    if id.is_some() && row.version != version {
        return Err(Error::stale());
    }
    let validity = &details.validity;
    row.name = details.name;
    row.name_en = details.name_en;
    row.smallest = details.smallest.0;
    row.largest = details.largest.0;
    row.valid_from = validity.from.iso();
    row.valid_to = validity.to.map(LocalDate::iso);
    row.basis = validity.basis.clone();
    validity.standing().clone_into(&mut row.standing);
    let same = "SELECT id FROM portal_royalty_genre WHERE code = $1 AND valid_from = $2 AND id <> $3";
    let values = vec![row.code.clone().into(), row.valid_from.clone().into(), row.id.clone().into()];
    if act.scalar::<String>(same, values).await?.is_some() {
        return Err(refused("portal.royalty.rate.taken"));
    }
    let values: Values = vec![
        row.id.clone().into(),
        row.code.clone().into(),
        row.name.clone().into(),
        row.name_en.clone().into(),
        row.place.into(),
        row.smallest.into(),
        row.largest.into(),
        row.valid_from.clone().into(),
        row.valid_to.clone().into(),
        row.basis.clone().into(),
        row.standing.clone().into(),
        row.version.into(),
    ];
    let sql = if id.is_some() {
        "UPDATE portal_royalty_genre SET code = $2, name = $3, name_en = $4, place = $5, smallest = $6, largest = $7, \
         valid_from = $8, valid_to = $9, basis = $10, standing = $11, version = version + 1 \
         WHERE id = $1 AND version = $12"
    } else {
        "INSERT INTO portal_royalty_genre (id, code, name, name_en, place, smallest, largest, valid_from, valid_to, basis, \
         standing, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 + 1)"
    };
    if act.run(sql, values).await? == 0 {
        return Err(Error::stale());
    }
    let event = GenreSet {
        name: row.name.clone(),
        smallest: details.smallest.to_string(),
        largest: details.largest.to_string(),
        valid_from: row.valid_from.clone(),
        basis: row.basis.clone(),
    };
    act.record(&row, &event).await?;
    act.commit().await
}

/// The row to be filled in: of the genre named, else of a new one, which stands last.
async fn new_genre(act: &Act, details: &GenreDetails) -> Result<Genre> {
    let known: Vec<Genre> = genres(act).await?;
    let (code, place) = if details.code.is_empty() {
        let code = base::text::slug(&details.name);
        if code.is_empty() || known.iter().any(|genre| genre.code == code) {
            return Err(refused("portal.royalty.rate.known"));
        }
        (code, known.iter().map(|genre| genre.place).max().unwrap_or(0) + 1)
    } else {
        let genre = known.iter().find(|genre| genre.code == details.code).ok_or(Error::NotFound)?;
        (genre.code.clone(), genre.place)
    };
    Ok(Genre {
        id: new_id::<()>().to_string(),
        code,
        name: String::new(),
        name_en: String::new(),
        place,
        smallest: 0,
        largest: 0,
        valid_from: String::new(),
        valid_to: None,
        basis: String::new(),
        standing: UNVERIFIED.to_owned(),
        version: 0,
    })
}

/// Enters what one coefficient is worth from a day on, or changes the row named.
///
/// # Errors
/// As [`set_genre`].
pub async fn set_unit(
    ctx: &Ctx,
    id: Option<&str>,
    version: i64,
    value: Vnd,
    validity: Validity,
) -> Result<()> {
    let mut act = begin(ctx).await?;
    let mut row = match id {
        Some(id) => unit(&act, id).await?.ok_or(Error::NotFound)?,
        None => Unit {
            id: new_id::<()>().to_string(),
            value: 0,
            valid_from: String::new(),
            valid_to: None,
            basis: String::new(),
            standing: String::new(),
            version: 0,
        },
    };
    if id.is_some() && row.version != version {
        return Err(Error::stale());
    }
    row.value = value.0;
    row.valid_from = validity.from.iso();
    row.valid_to = validity.to.map(LocalDate::iso);
    row.basis = validity.basis.clone();
    validity.standing().clone_into(&mut row.standing);
    let same = "SELECT id FROM portal_royalty_unit WHERE valid_from = $1 AND id <> $2";
    let values = vec![row.valid_from.clone().into(), row.id.clone().into()];
    if act.scalar::<String>(same, values).await?.is_some() {
        return Err(refused("portal.royalty.rate.taken"));
    }
    let values: Values = vec![
        row.id.clone().into(),
        row.value.into(),
        row.valid_from.clone().into(),
        row.valid_to.clone().into(),
        row.basis.clone().into(),
        row.standing.clone().into(),
        row.version.into(),
    ];
    let sql = if id.is_some() {
        "UPDATE portal_royalty_unit SET value = $2, valid_from = $3, valid_to = $4, basis = $5, standing = $6, \
         version = version + 1 WHERE id = $1 AND version = $7"
    } else {
        "INSERT INTO portal_royalty_unit (id, value, valid_from, valid_to, basis, standing, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7 + 1)"
    };
    if act.run(sql, values).await? == 0 {
        return Err(Error::stale());
    }
    let event =
        UnitSet { value: value.to_string(), valid_from: row.valid_from.clone(), basis: row.basis.clone() };
    act.record(&row, &event).await?;
    act.commit().await
}
