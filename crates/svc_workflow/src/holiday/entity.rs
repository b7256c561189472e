use base::{Id, LocalDate};
use kernel::{Error, Result, db::FromQueryResult};
use uuid::Uuid;

use super::model::Entry;
use crate::calendar::{Holiday, HolidayKind, Status};

#[derive(FromQueryResult)]
pub(super) struct HolidayRow {
    id: Uuid,
    date: String,
    kind: String,
    name: String,
    status: String,
    source: String,
    version: i64,
}

impl TryFrom<HolidayRow> for Entry {
    type Error = Error;
    fn try_from(row: HolidayRow) -> Result<Self> {
        let broken = || Error::internal(format!("holiday {} in the database cannot be read", row.id));
        let holiday = Holiday {
            date: LocalDate::parse(&row.date).map_err(|_| broken())?,
            kind: HolidayKind::parse(&row.kind).ok_or_else(broken)?,
            status: Status::parse(&row.status).ok_or_else(broken)?,
            name: row.name,
        };
        Ok(Self { id: Id::from_uuid(row.id), holiday, source: row.source, version: row.version })
    }
}
