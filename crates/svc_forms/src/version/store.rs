//! Every query on versions of forms.

use base::{Id, Timestamp};
use kernel::{
    Act, Error, Result,
    db::{FromQueryResult, Queries},
};
use uuid::Uuid;

use super::Version;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i64,
    definition: String,
    kept_at: i64,
}

impl Row {
    fn version(self) -> Result<Version> {
        Ok(Version {
            id: Id::from_uuid(self.id),
            number: self.version,
            definition: serde_json::from_str(&self.definition)?,
            kept_at: Timestamp(self.kept_at),
        })
    }
}

const SELECT: &str = "SELECT id, version, definition, kept_at FROM forms_definition WHERE key = $1";

/// The version of a form that is begun with now.
///
/// # Errors
/// The database's.
pub async fn latest<C: Queries>(db: &C, key: &str) -> Result<Option<Version>> {
    let sql = format!("{SELECT} ORDER BY version DESC LIMIT 1");
    db.one::<Row>(&sql, vec![key.into()]).await?.map(Row::version).transpose()
}

/// One version of a form, however old.
///
/// # Errors
/// The database's.
pub async fn version<C: Queries>(db: &C, key: &str, number: i64) -> Result<Option<Version>> {
    let sql = format!("{SELECT} AND version = $2");
    db.one::<Row>(&sql, vec![key.into(), number.into()]).await?.map(Row::version).transpose()
}

/// Adds a version.
///
/// # Errors
/// [`Error::stale`] when somebody else added one of this number first.
pub(super) async fn insert(act: &Act, new: &Version) -> Result<()> {
    let sql = "INSERT INTO forms_definition (id, key, version, definition, kept_at, kept_by) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key, version) DO NOTHING";
    let values = vec![
        new.id.uuid().into(),
        new.definition.key.clone().into(),
        new.number.into(),
        serde_json::to_string(&new.definition)?.into(),
        new.kept_at.0.into(),
        act.actor().account_id().into(),
    ];
    if act.run(sql, values).await? == 0 { Err(Error::stale()) } else { Ok(()) }
}
