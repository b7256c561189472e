//! Every statement on the rates.

use kernel::{
    Error, Result,
    db::{Queries, Values},
};

use crate::royalty::rate::{Genre, Unit};

const GENRES: &str = "SELECT id, code, name, name_en, place, smallest, largest, valid_from, valid_to, basis, standing, version \
     FROM portal_royalty_genre";
const UNITS: &str =
    "SELECT id, value, valid_from, valid_to, basis, standing, version FROM portal_royalty_unit";

/// Every row of every genre, those of one together, the latest first.
pub async fn genres<C: Queries>(db: &C) -> Result<Vec<Genre>> {
    db.all(&format!("{GENRES} ORDER BY place, code, valid_from DESC"), vec![]).await
}

/// Every value, the latest first.
pub async fn units<C: Queries>(db: &C) -> Result<Vec<Unit>> {
    db.all(&format!("{UNITS} ORDER BY valid_from DESC"), vec![]).await
}

/// The row of a genre.
pub async fn genre<C: Queries>(db: &C, id: &str) -> Result<Option<Genre>> {
    db.one(&format!("{GENRES} WHERE id = $1"), vec![id.into()]).await
}

/// The row of a value.
pub async fn unit<C: Queries>(db: &C, id: &str) -> Result<Option<Unit>> {
    db.one(&format!("{UNITS} WHERE id = $1"), vec![id.into()]).await
}

/// Whether the genre has another row from the same day on.
pub async fn has_other_genre<C: Queries>(db: &C, row: &Genre) -> Result<bool> {
    let sql = "SELECT id FROM portal_royalty_genre WHERE code = $1 AND valid_from = $2 AND id <> $3";
    let values = vec![row.code.clone().into(), row.valid_from.clone().into(), row.id.clone().into()];
    Ok(db.scalar::<String>(sql, values).await?.is_some())
}

/// Whether there is another value from the same day on.
pub async fn has_other_unit<C: Queries>(db: &C, row: &Unit) -> Result<bool> {
    let sql = "SELECT id FROM portal_royalty_unit WHERE valid_from = $1 AND id <> $2";
    let values = vec![row.valid_from.clone().into(), row.id.clone().into()];
    Ok(db.scalar::<String>(sql, values).await?.is_some())
}

/// Writes the row of a genre: a new one, or one nobody changed since it was read.
pub async fn save_genre<C: Queries>(db: &C, row: &Genre, new: bool) -> Result<()> {
    let sql = if new {
        "INSERT INTO portal_royalty_genre (id, code, name, name_en, place, smallest, largest, valid_from, valid_to, basis, \
         standing, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 + 1)"
    } else {
        "UPDATE portal_royalty_genre SET code = $2, name = $3, name_en = $4, place = $5, smallest = $6, largest = $7, \
         valid_from = $8, valid_to = $9, basis = $10, standing = $11, version = version + 1 \
         WHERE id = $1 AND version = $12"
    };
    let values = vec![
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
    written(db, sql, values).await
}

/// Writes a value, likewise.
pub async fn save_unit<C: Queries>(db: &C, row: &Unit, new: bool) -> Result<()> {
    let sql = if new {
        "INSERT INTO portal_royalty_unit (id, value, valid_from, valid_to, basis, standing, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7 + 1)"
    } else {
        "UPDATE portal_royalty_unit SET value = $2, valid_from = $3, valid_to = $4, basis = $5, standing = $6, \
         version = version + 1 WHERE id = $1 AND version = $7"
    };
    let values = vec![
        row.id.clone().into(),
        row.value.into(),
        row.valid_from.clone().into(),
        row.valid_to.clone().into(),
        row.basis.clone().into(),
        row.standing.clone().into(),
        row.version.into(),
    ];
    written(db, sql, values).await
}

async fn written<C: Queries>(db: &C, sql: &str, values: Values) -> Result<()> {
    if db.run(sql, values).await? == 0 { Err(Error::stale()) } else { Ok(()) }
}
