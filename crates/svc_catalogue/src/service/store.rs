//! Every query on services.

use base::{Id, LocalDate};
use kernel::{
    Act, Result,
    db::{FromQueryResult, Queries, placeholders},
};
use uuid::Uuid;

use super::model::Service;

/// A service as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its identifier.
    pub id: Id<Service>,
    /// What it says.
    pub service: Service,
    /// Counts its changes.
    pub version: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    definition: String,
    version: i64,
}

impl Row {
    fn kept(self) -> Result<Kept> {
        let service = serde_json::from_str(&self.definition)?;
        Ok(Kept { id: Id::from_uuid(self.id), service, version: self.version })
    }
}

/// How a procedure is done on a day.
///
/// # Errors
/// The database's.
pub async fn on<C: Queries>(db: &C, code: &str, day: LocalDate) -> Result<Option<Kept>> {
    let sql = "SELECT id, definition, version FROM catalogue_service \
               WHERE code = $1 AND valid_from <= $2 AND (valid_to = '' OR valid_to >= $2) ORDER BY valid_from DESC LIMIT 1";
    let row: Option<Row> = db.one(sql, vec![code.into(), day.iso().into()]).await?;
    row.map(Row::kept).transpose()
}

/// How these procedures are done, whenever.
pub(super) async fn of<C: Queries>(db: &C, codes: &[&str]) -> Result<Vec<Kept>> {
    let mut kept = Vec::new();
    for part in codes.chunks(500) {
        let sql = format!(
            "SELECT id, definition, version FROM catalogue_service WHERE code IN {} ORDER BY code, valid_from",
            placeholders(1, part.len())
        );
        let rows: Vec<Row> = db.all(&sql, part.iter().map(|&code| code.into()).collect()).await?;
        kept.extend(rows.into_iter().map(Row::kept).collect::<Result<Vec<_>>>()?);
    }
    Ok(kept)
}

/// Writes a service, new or changed.
pub(super) async fn save(act: &Act, kept: &Kept) -> Result<()> {
    let day = |day: Option<LocalDate>| day.map(LocalDate::iso).unwrap_or_default();
    let Kept { id, service, version } = kept;
    let values = vec![
        id.uuid().into(),
        service.code.clone().into(),
        day(service.valid_from).into(),
        day(service.valid_to).into(),
        serde_json::to_string(service)?.into(),
        act.now().0.into(),
        (*version).into(),
    ];
    let sql = "INSERT INTO catalogue_service (id, code, valid_from, valid_to, definition, updated_at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET valid_from = excluded.valid_from, \
               valid_to = excluded.valid_to, definition = excluded.definition, updated_at = excluded.updated_at, \
               version = excluded.version";
    act.run(sql, values).await.map(|_| ())
}
