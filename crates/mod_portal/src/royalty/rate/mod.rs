//! The rates: which coefficients a genre may have, and what one coefficient is worth. Law is data: each row holds from a
//! day to a day, says where it is written, and whether that was read in the document itself. What was awarded keeps the
//! rates it was worked out from, so no row changes it.

mod set_genre;
mod set_unit;

use base::{LocalDate, Vnd};
use kernel::{
    Act, Ctx, Error, Result, Subject,
    db::{FromQueryResult, Queries},
};
use sea_orm::prelude::Uuid;
use ui::Lang;

use super::{
    model::{Coefficient, name_in},
    store,
};
use crate::policy::ROYALTY_RATE;

pub use set_genre::{GenreDetails, set_genre};
pub use set_unit::set_unit;

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
        name_in(lang, &self.name, &self.name_en)
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
        name_in(lang, &self.name, &self.name_en)
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

/// Every row there is of genres and values.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The genres, those of one together, the latest first.
    pub genres: Vec<Genre>,
    /// The values, the latest first.
    pub units: Vec<Unit>,
}

impl Book {
    /// Opens it.
    ///
    /// # Errors
    /// The database's.
    pub async fn open<C: Queries>(db: &C) -> Result<Self> {
        Ok(Self { genres: store::rates::genres(db).await?, units: store::rates::units(db).await? })
    }

    /// The genres there are on a day, in their order: of one's rows that hold on it the one that began last counts.
    pub fn genres_on(&self, day: LocalDate) -> Vec<&Genre> {
        let holding = self.genres.iter().filter(|row| holds(&row.valid_from, row.valid_to.as_deref(), day));
        let mut found: Vec<&Genre> = holding.collect();
        found.dedup_by(|later, first| later.code == first.code);
        found
    }

    /// The row of a genre that counts on a day.
    pub fn genre_on(&self, code: &str, day: LocalDate) -> Option<&Genre> {
        self.genres
            .iter()
            .find(|row| row.code == code && holds(&row.valid_from, row.valid_to.as_deref(), day))
    }

    /// What one coefficient is worth on a day: likewise.
    pub fn unit_on(&self, day: LocalDate) -> Option<&Unit> {
        self.units.iter().find(|row| holds(&row.valid_from, row.valid_to.as_deref(), day))
    }
}

/// Days as ISO text stand in the order of time.
fn holds(from: &str, to: Option<&str>, day: LocalDate) -> bool {
    let day = day.iso();
    from <= day.as_str() && to.is_none_or(|to| day.as_str() <= to)
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

/// Rates hold for the whole province.
async fn begin(ctx: &Ctx) -> Result<Act> {
    let mut act = ctx.act(ROYALTY_RATE).await?;
    let tree = svc_org::tree(ctx.app())?;
    let root = tree.root(act.now().local_date()).ok_or(Error::NotFound)?;
    act.require(&root.path)?;
    Ok(act)
}

/// The last day as the journal says it: nothing where there is none.
fn day(day: Option<&str>) -> String {
    day.unwrap_or_default().to_owned()
}
