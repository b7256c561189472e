//! Every statement on days of the calendar.

use base::{Id, LocalDate};
use kernel::{
    Act, Error, Result,
    db::{Queries as _, Value, placeholders},
};
use sea_orm::ConnectionTrait;

use super::{entity::HolidayRow, model::Entry};

const COLUMNS: &str = "id, date, kind, name, status, source, version";
const COLUMN_COUNT: usize = 7;
/// Rows of one INSERT.
const CHUNK: usize = 200;

/// Every entry, by day.
pub(crate) async fn load<C: ConnectionTrait>(connection: &C) -> Result<Vec<Entry>> {
    let rows: Vec<HolidayRow> =
        connection.all(&format!("SELECT {COLUMNS} FROM workflow_holiday ORDER BY date"), vec![]).await?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// The entry with this identifier.
pub(crate) async fn find<C: ConnectionTrait>(connection: &C, id: Id<Entry>) -> Result<Option<Entry>> {
    let sql = format!("SELECT {COLUMNS} FROM workflow_holiday WHERE id = $1");
    let row: Option<HolidayRow> = connection.one(&sql, vec![id.uuid().into()]).await?;
    row.map(Entry::try_from).transpose()
}

/// The entry of this day.
pub(crate) async fn on<C: ConnectionTrait>(connection: &C, date: LocalDate) -> Result<Option<Entry>> {
    let sql = format!("SELECT {COLUMNS} FROM workflow_holiday WHERE date = $1");
    let row: Option<HolidayRow> = connection.one(&sql, vec![date.iso().into()]).await?;
    row.map(Entry::try_from).transpose()
}

/// How often the calendar was changed.
pub(crate) async fn revision<C: ConnectionTrait>(connection: &C) -> Result<i64> {
    let sql = "SELECT revision FROM workflow_calendar WHERE id = 1";
    connection.scalar(sql, vec![]).await?.ok_or_else(|| Error::internal("workflow_calendar is empty"))
}

/// Keeps every other act on the calendar waiting until this one ends, and says how often it was changed before.
pub(crate) async fn lock(act: &Act) -> Result<i64> {
    act.run("UPDATE workflow_calendar SET revision = revision + 1 WHERE id = 1", vec![]).await?;
    Ok(revision(act).await? - 1)
}

/// Adds entries.
pub(crate) async fn insert(act: &Act, entries: &[Entry]) -> Result<()> {
    for chunk in entries.chunks(CHUNK) {
        let sql = format!(
            "INSERT INTO workflow_holiday ({COLUMNS}) VALUES {}",
            placeholders(chunk.len(), COLUMN_COUNT)
        );
        let values = chunk.iter().flat_map(values).collect();
        act.run(&sql, values).await?;
    }
    Ok(())
}

fn values(entry: &Entry) -> [Value; COLUMN_COUNT] {
    let holiday = &entry.holiday;
    [
        entry.id.uuid().into(),
        holiday.date.iso().into(),
        holiday.kind.as_str().into(),
        holiday.name.clone().into(),
        holiday.status.as_str().into(),
        entry.source.clone().into(),
        entry.version.into(),
    ]
}

/// Writes an entry over the version it was read with, and gives it the next one.
///
/// # Errors
/// [`Error::stale`] when it was changed or removed meanwhile.
pub(crate) async fn save(act: &Act, entry: &mut Entry) -> Result<()> {
    let holiday = &entry.holiday;
    let changed = act
        .run(
            "UPDATE workflow_holiday SET date = $1, kind = $2, name = $3, status = $4, source = $5, \
             version = version + 1 WHERE id = $6 AND version = $7",
            vec![
                holiday.date.iso().into(),
                holiday.kind.as_str().into(),
                holiday.name.clone().into(),
                holiday.status.as_str().into(),
                entry.source.clone().into(),
                entry.id.uuid().into(),
                entry.version.into(),
            ],
        )
        .await?;
    if changed == 0 {
        return Err(Error::stale());
    }
    entry.version += 1;
    Ok(())
}

/// Removes an entry in the version it was read with.
///
/// # Errors
/// [`Error::stale`] when it was changed meanwhile.
pub(crate) async fn remove(act: &Act, entry: &Entry) -> Result<()> {
    let sql = "DELETE FROM workflow_holiday WHERE id = $1 AND version = $2";
    let gone = act.run(sql, vec![entry.id.uuid().into(), entry.version.into()]).await?;
    if gone == 0 { Err(Error::stale()) } else { Ok(()) }
}
