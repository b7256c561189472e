use base::{Id, LocalDate};
use kernel::{Error, Result, db::FromQueryResult};
use uuid::Uuid;

use super::model::{Plan, Status};

#[derive(FromQueryResult)]
pub(super) struct PlanRow {
    id: Uuid,
    title: String,
    effective: String,
    basis: String,
    document_no: String,
    document_date: Option<String>,
    status: String,
    content: String,
    before: String,
    agency_id: Uuid,
    version: i64,
}

impl TryFrom<PlanRow> for Plan {
    type Error = Error;
    fn try_from(row: PlanRow) -> Result<Self> {
        let broken =
            |what: &str| Error::internal(format!("reorganisation {}: {what} cannot be read", row.id));
        let day = |text: &str| LocalDate::parse(text).map_err(|_| broken("a date"));
        Ok(Self {
            id: Id::from_uuid(row.id),
            on: day(&row.effective)?,
            document_date: row.document_date.as_deref().map(day).transpose()?,
            status: Status::parse(&row.status).ok_or_else(|| broken("the status"))?,
            content: serde_json::from_str(&row.content)?,
            before: serde_json::from_str(&row.before)?,
            agency: Id::from_uuid(row.agency_id),
            version: row.version,
            title: row.title,
            basis: row.basis,
            document_no: row.document_no,
        })
    }
}
