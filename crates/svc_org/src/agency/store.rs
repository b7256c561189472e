//! Every statement on agencies and successions.

use base::Id;
use kernel::{
    Act, Error, Result,
    db::{Queries, Value, Values, placeholders},
    journal::Record,
};
use sea_orm::ConnectionTrait;

use super::{
    entity::{AgencyRow, SuccessionRow},
    model::{Agency, Succession},
};
use crate::tree::Tree;

const COLUMNS: &str = "id, kind, commune_kind, code, unit_code, name, full_name, name_en, slug, parent_id, path, \
                       valid_from, valid_to, address, phone, email, office_hours, area_km2, lat, lon, status, note, \
                       origin, version";
const COLUMN_COUNT: usize = 24;
/// Rows of one INSERT: 200 × 24 parameters stay far below what either database takes at once.
const CHUNK: usize = 200;

/// The whole tree as these connections see it.
///
/// # Errors
/// The database's; a row that cannot be read.
pub(crate) async fn load<C: ConnectionTrait>(connection: &C) -> Result<Tree> {
    let agencies: Vec<AgencyRow> =
        connection.all(&format!("SELECT {COLUMNS} FROM org_agency"), vec![]).await?;
    let successions: Vec<SuccessionRow> = connection
        .all("SELECT from_id, to_id, on_date, extent, unchanged FROM org_succession", vec![])
        .await?;
    let agencies = agencies.into_iter().map(Agency::try_from).collect::<Result<Vec<_>>>()?;
    let successions = successions.into_iter().map(Succession::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Tree::new(agencies, successions))
}

/// The tree as this act sees it, with every other act on it kept waiting until this one ends: its rules look at many
/// rows.
pub(crate) async fn lock(act: &Act) -> Result<Tree> {
    act.run("UPDATE org_revision SET revision = revision + 1 WHERE id = 1", vec![]).await?;
    load(act).await
}

fn values(agency: &Agency) -> [Value; COLUMN_COUNT] {
    let day = |day: Option<base::LocalDate>| day.map(base::LocalDate::iso);
    [
        agency.id.uuid().into(),
        agency.kind.as_str().into(),
        agency.commune_kind.map(|k| k.as_str()).into(),
        agency.code.as_ref().map(ToString::to_string).into(),
        agency.unit_code.clone().into(),
        agency.name.clone().into(),
        agency.full_name.clone().into(),
        agency.name_en.clone().into(),
        agency.slug.clone().into(),
        agency.parent.map(Id::uuid).into(),
        agency.path.clone().into(),
        day(agency.validity.from()).into(),
        day(agency.validity.to()).into(),
        agency.address.clone().into(),
        agency.phone.clone().into(),
        agency.email.clone().into(),
        agency.office_hours.clone().into(),
        agency.area_km2.into(),
        agency.lat.into(),
        agency.lon.into(),
        agency.status.as_str().into(),
        agency.note.clone().into(),
        agency.origin.clone().into(),
        agency.version.into(),
    ]
}

/// Adds agencies, parents before children.
pub(crate) async fn insert(act: &Act, agencies: &[Agency]) -> Result<()> {
    for chunk in agencies.chunks(CHUNK) {
        let sql =
            format!("INSERT INTO org_agency ({COLUMNS}) VALUES {}", placeholders(chunk.len(), COLUMN_COUNT));
        act.run(&sql, chunk.iter().flat_map(values).collect()).await?;
    }
    Ok(())
}

/// Adds successions.
pub(crate) async fn insert_successions(act: &Act, successions: &[Succession]) -> Result<()> {
    for chunk in successions.chunks(CHUNK) {
        let sql = format!(
            "INSERT INTO org_succession (from_id, to_id, on_date, extent, unchanged) VALUES {}",
            placeholders(chunk.len(), 5)
        );
        let values: Values = chunk
            .iter()
            .flat_map(|s| -> [Value; 5] {
                [
                    s.from.uuid().into(),
                    s.to.uuid().into(),
                    s.on.iso().into(),
                    s.extent.as_str().into(),
                    s.unchanged.into(),
                ]
            })
            .collect();
        act.run(&sql, values).await?;
    }
    Ok(())
}

/// Says anew what became of an agency.
pub(crate) async fn replace_successions(
    act: &Act,
    from: Id<Agency>,
    successions: &[Succession],
) -> Result<()> {
    act.run("DELETE FROM org_succession WHERE from_id = $1", vec![from.uuid().into()]).await?;
    insert_successions(act, successions).await
}

/// Writes an agency back if nobody changed it since `agency.version` was read, and counts the version on.
///
/// # Errors
/// [`Error::stale`] when somebody did.
pub(crate) async fn save(act: &Act, agency: &mut Agency) -> Result<()> {
    let columns: Vec<&str> = COLUMNS.split(", ").collect();
    let sets: Vec<String> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !matches!(**column, "id" | "version" | "origin"))
        .map(|(i, column)| format!("{column} = ${}", i + 1))
        .collect();
    let sql = format!(
        "UPDATE org_agency SET {}, origin = $23, version = $24 + 1 WHERE id = $1 AND version = $24",
        sets.join(", ")
    );
    if act.run(&sql, values(agency).into()).await? == 0 {
        return Err(Error::stale());
    }
    agency.version += 1;
    Ok(())
}

/// Rewrites the paths of everything below an agency that moved.
pub(crate) async fn move_subtree(act: &Act, old_path: &str, new_path: &str) -> Result<()> {
    let length = old_path.len();
    let sql = format!(
        "UPDATE org_agency SET path = $1 || substr(path, {}) WHERE substr(path, 1, {length}) = $2 AND path <> $2",
        length + 1
    );
    act.run(&sql, vec![new_path.into(), old_path.into()]).await?;
    Ok(())
}

/// What was done to an agency, newest first, at most `limit` records.
///
/// # Errors
/// The database's.
pub(crate) async fn history<C: ConnectionTrait>(
    connection: &C,
    id: Id<Agency>,
    limit: i64,
) -> Result<Vec<Record>> {
    kernel::journal::history(connection, "agency", id.uuid(), limit.unsigned_abs()).await
}
