use std::sync::Arc;

use base::{Id, LocalDate};
use kernel::{Error, Result, db::FromQueryResult};
use uuid::Uuid;

use super::model::Period;
use crate::calendar::{DayHours, WEEKDAYS, WorkingHours};

#[derive(FromQueryResult)]
pub(super) struct HoursRow {
    id: Uuid,
    agency_id: Uuid,
    valid_from: String,
    ordinary: String,
    counted: String,
    intake: String,
    version: i64,
}

impl TryFrom<HoursRow> for Period {
    type Error = Error;
    fn try_from(row: HoursRow) -> Result<Self> {
        let ordinary: DayHours = serde_json::from_str(&row.ordinary)?;
        let counted: [Option<DayHours>; 7] = serde_json::from_str(&row.counted)?;
        let intake: [Option<DayHours>; 7] = serde_json::from_str(&row.intake)?;
        let mut hours = WorkingHours::new(ordinary);
        for ((weekday, counted), intake) in WEEKDAYS.into_iter().zip(counted).zip(intake) {
            if let Some(set) = counted {
                hours = hours.with_counted(weekday, set);
            }
            if let Some(set) = intake {
                hours = hours.with_intake(weekday, set);
            }
        }
        let from = LocalDate::parse(&row.valid_from)
            .map_err(|_| Error::internal(format!("hours {} in the database have no date", row.id)))?;
        Ok(Self {
            id: Id::from_uuid(row.id),
            agency: row.agency_id,
            from,
            hours: Arc::new(hours),
            version: row.version,
        })
    }
}
