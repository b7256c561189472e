use base::LocalDate;
use kernel::{Act, Ctx, Error, Event, Result, new_id};
use serde::Serialize;

use super::{Genre, UNVERIFIED, Validity, begin, day};
use crate::royalty::{
    model::{Coefficient, refused},
    store,
};

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

/// A row of a genre as the journal keeps it.
#[derive(Serialize)]
struct Kept {
    smallest: String,
    largest: String,
    valid_from: String,
    valid_to: String,
    standing: String,
    basis: String,
}

impl Kept {
    fn of(row: &Genre) -> Self {
        Self {
            smallest: Coefficient(row.smallest).to_string(),
            largest: Coefficient(row.largest).to_string(),
            valid_from: row.valid_from.clone(),
            valid_to: day(row.valid_to.as_deref()),
            standing: row.standing.clone(),
            basis: row.basis.clone(),
        }
    }
}

#[derive(Serialize)]
struct GenreSet {
    name: String,
    #[serde(flatten)]
    kept: Kept,
}

impl Event for GenreSet {
    const NAME: &'static str = "portal.royalty_genre.set";
}

#[derive(Serialize)]
struct GenreChanged {
    name: String,
    before: Kept,
    after: Kept,
}

impl Event for GenreChanged {
    const NAME: &'static str = "portal.royalty_genre.changed";
}

/// Enters a genre's range from a day on, or changes the row named.
///
/// # Errors
/// [`Error::Forbidden`] without the right over the whole province; [`Error::NotFound`]; [`Error::Conflict`] for a stale
/// `version` or when the genre has another row from the same day on.
pub async fn set_genre(ctx: &Ctx, id: Option<&str>, version: i64, details: GenreDetails) -> Result<()> {
    let mut act = begin(ctx).await?;
    let mut row = match id {
        Some(id) => store::rates::genre(&act, id).await?.ok_or(Error::NotFound)?,
        None => new_genre(&act, &details).await?,
    };
    if id.is_some() && row.version != version {
        return Err(Error::stale());
    }
    let before = Kept::of(&row);
    let validity = &details.validity;
    row.name = details.name;
    row.name_en = details.name_en;
    row.smallest = details.smallest.0;
    row.largest = details.largest.0;
    row.valid_from = validity.from.iso();
    row.valid_to = validity.to.map(LocalDate::iso);
    row.basis = validity.basis.clone();
    validity.standing().clone_into(&mut row.standing);
    if store::rates::has_other_genre(&act, &row).await? {
        return Err(refused("portal.royalty.rate.taken"));
    }
    store::rates::save_genre(&act, &row, id.is_none()).await?;
    let (name, after) = (row.name.clone(), Kept::of(&row));
    match id {
        Some(_) => act.record(&row, &GenreChanged { name, before, after }).await?,
        None => act.record(&row, &GenreSet { name, kept: after }).await?,
    }
    act.commit().await
}

/// The row to be filled in: of the genre named, else of a new one, which stands last.
async fn new_genre(act: &Act, details: &GenreDetails) -> Result<Genre> {
    let known: Vec<Genre> = store::rates::genres(act).await?;
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
