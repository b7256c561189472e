//! Every statement on working hours.

use base::LocalDate;
use kernel::{Act, Error, Result, db::Queries as _};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{entity::HoursRow, model::Period};
use crate::calendar::WEEKDAYS;

const COLUMNS: &str = "id, agency_id, valid_from, ordinary, counted, intake, version";

/// Every period of every agency.
pub(crate) async fn load<C: ConnectionTrait>(connection: &C) -> Result<Vec<Period>> {
    let rows: Vec<HoursRow> =
        connection.all(&format!("SELECT {COLUMNS} FROM workflow_hours"), vec![]).await?;
    rows.into_iter().map(Period::try_from).collect()
}

/// The period of an agency that begins on this day.
pub(crate) async fn find<C: ConnectionTrait>(
    connection: &C,
    agency: Uuid,
    from: LocalDate,
) -> Result<Option<Period>> {
    let sql = format!("SELECT {COLUMNS} FROM workflow_hours WHERE agency_id = $1 AND valid_from = $2");
    let row: Option<HoursRow> = connection.one(&sql, vec![agency.into(), from.iso().into()]).await?;
    row.map(Period::try_from).transpose()
}

/// Adds a period, or writes it over the version before its own.
///
/// # Errors
/// [`Error::stale`] when it was changed or added by somebody else meanwhile.
pub(crate) async fn save(act: &Act, period: &Period) -> Result<()> {
    let hours = &period.hours;
    let json = |set: &dyn Fn(time::Weekday) -> Option<Vec<String>>| {
        serde_json::to_string(&WEEKDAYS.map(set)).map_err(Error::from)
    };
    let texts = |day: &crate::calendar::DayHours| day.sessions().iter().map(ToString::to_string).collect();
    let ordinary = serde_json::to_string(hours.ordinary())?;
    let counted = json(&|weekday| hours.counted_on(weekday).map(texts))?;
    let intake = json(&|weekday| hours.intake_on(weekday).map(texts))?;
    let sql = if period.version == 1 {
        "INSERT INTO workflow_hours (id, agency_id, valid_from, ordinary, counted, intake, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE workflow_hours SET ordinary = $4, counted = $5, intake = $6, version = $7 \
         WHERE id = $1 AND agency_id = $2 AND valid_from = $3 AND version = $7 - 1"
    };
    let values = vec![
        period.id.uuid().into(),
        period.agency.into(),
        period.from.iso().into(),
        ordinary.into(),
        counted.into(),
        intake.into(),
        period.version.into(),
    ];
    if act.run(sql, values).await? == 0 { Err(Error::stale()) } else { Ok(()) }
}
