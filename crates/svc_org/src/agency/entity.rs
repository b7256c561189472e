use base::{Id, LocalDate, Validity};
use kernel::{Error, Result, db::FromQueryResult};
use uuid::Uuid;

use super::model::{Agency, CommuneKind, Details, Extent, Kind, Status, Succession};
use crate::AgencyCode;

#[derive(FromQueryResult)]
pub(super) struct AgencyRow {
    id: Uuid,
    kind: String,
    commune_kind: Option<String>,
    code: Option<String>,
    unit_code: Option<String>,
    name: String,
    full_name: String,
    name_en: Option<String>,
    slug: String,
    parent_id: Option<Uuid>,
    path: String,
    valid_from: Option<String>,
    valid_to: Option<String>,
    address: String,
    phone: String,
    email: String,
    office_hours: String,
    area_km2: Option<f64>,
    lat: Option<f64>,
    lon: Option<f64>,
    status: String,
    note: String,
    origin: Option<String>,
    version: i64,
}

impl TryFrom<AgencyRow> for Agency {
    type Error = Error;
    fn try_from(row: AgencyRow) -> Result<Self> {
        let broken =
            |what: &str| Error::internal(format!("agency {}: {what} in the database is not one", row.id));
        let day = |text: &Option<String>| {
            text.as_deref().map(LocalDate::parse).transpose().map_err(|_| broken("a date"))
        };
        let validity =
            Validity::new(day(&row.valid_from)?, day(&row.valid_to)?).map_err(|_| broken("validity"))?;
        let code =
            row.code.as_deref().map(AgencyCode::parse).transpose().map_err(|_| broken("the agency code"))?;
        let details = Details {
            kind: Kind::parse(&row.kind).ok_or_else(|| broken("the kind"))?,
            commune_kind: row.commune_kind.as_deref().and_then(CommuneKind::parse),
            code,
            validity,
            unit_code: row.unit_code,
            name: row.name,
            full_name: row.full_name,
            name_en: row.name_en,
            slug: row.slug,
            parent: row.parent_id.map(Id::from_uuid),
            address: row.address,
            phone: row.phone,
            email: row.email,
            office_hours: row.office_hours,
            area_km2: row.area_km2,
            lat: row.lat,
            lon: row.lon,
            status: Status::parse(&row.status),
            note: row.note,
        };
        Ok(Self {
            id: Id::from_uuid(row.id),
            path: row.path,
            origin: row.origin,
            version: row.version,
            details,
        })
    }
}

#[derive(FromQueryResult)]
pub(super) struct SuccessionRow {
    from_id: Uuid,
    to_id: Uuid,
    on_date: String,
    extent: String,
    unchanged: bool,
}

impl TryFrom<SuccessionRow> for Succession {
    type Error = Error;
    fn try_from(row: SuccessionRow) -> Result<Self> {
        let broken = || Error::internal(format!("succession of agency {} cannot be read", row.from_id));
        Ok(Self {
            from: Id::from_uuid(row.from_id),
            to: Id::from_uuid(row.to_id),
            on: LocalDate::parse(&row.on_date).map_err(|_| broken())?,
            extent: Extent::parse(&row.extent).ok_or_else(broken)?,
            unchanged: row.unchanged,
        })
    }
}
