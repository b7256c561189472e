//! Every query on drafts. All of them name the account: a draft is nobody else's.

use base::{Id, Timestamp};
use kernel::{
    Act, Error, Result,
    db::{FromQueryResult, Queries, Values, placeholders},
};
use sea_orm::prelude::Uuid;

use super::model::Draft;
use crate::dossier::Dossier;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    account: Uuid,
    procedure: String,
    agency_id: Uuid,
    situation: String,
    form: String,
    form_version: i64,
    answers: String,
    wishes: String,
    seen: String,
    created_at: i64,
    updated_at: i64,
    version: i64,
}

impl TryFrom<Row> for Draft {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: Id::from_uuid(row.id),
            account: row.account,
            procedure: row.procedure,
            agency: row.agency_id,
            case: Some(row.situation).filter(|case| !case.is_empty()),
            form: (row.form, row.form_version),
            answers: serde_json::from_str(&row.answers)?,
            wishes: serde_json::from_str(&row.wishes)?,
            seen: serde_json::from_str(&row.seen)?,
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        })
    }
}

const WHOLE: &str = "SELECT id, account, procedure, agency_id, situation, form, form_version, answers, wishes, seen, \
     created_at, updated_at, version FROM onestop_draft";

/// A draft of this account.
pub async fn find<C: Queries>(db: &C, account: Uuid, id: Id<Dossier>) -> Result<Option<Draft>> {
    let sql = format!("{WHOLE} WHERE id = $1 AND account = $2");
    db.one::<Row>(&sql, vec![id.uuid().into(), account.into()]).await?.map(Draft::try_from).transpose()
}

/// The drafts of an account, the latest first.
pub async fn of_account<C: Queries>(db: &C, account: Uuid, most: u64) -> Result<Vec<Draft>> {
    let sql = format!("{WHOLE} WHERE account = $1 ORDER BY updated_at DESC, id DESC LIMIT {most}");
    let rows: Vec<Row> = db.all(&sql, vec![account.into()]).await?;
    rows.into_iter().map(Draft::try_from).collect()
}

/// Writes a new draft, unless there is one under this identifier; whether it did.
pub async fn insert(act: &Act, draft: &Draft) -> Result<bool> {
    let values: Values = vec![
        draft.id.uuid().into(),
        draft.account.into(),
        draft.procedure.clone().into(),
        draft.agency.into(),
        draft.case.clone().unwrap_or_default().into(),
        draft.form.0.clone().into(),
        draft.form.1.into(),
        serde_json::to_string(&draft.answers)?.into(),
        serde_json::to_string(&draft.wishes)?.into(),
        serde_json::to_string(&draft.seen)?.into(),
        draft.created_at.0.into(),
        draft.updated_at.0.into(),
        draft.version.into(),
    ];
    let sql = format!(
        "INSERT INTO onestop_draft (id, account, procedure, agency_id, situation, form, form_version, answers, wishes, \
         seen, created_at, updated_at, version) VALUES {} ON CONFLICT (id) DO NOTHING",
        placeholders(1, 13)
    );
    Ok(act.run(&sql, values).await? > 0)
}

/// Writes what was answered, provided nobody did so since it was read.
///
/// # Errors
/// [`Error::stale`] when it was changed on another device.
pub async fn save(act: &Act, draft: &mut Draft) -> Result<()> {
    draft.updated_at = act.now();
    let values: Values = vec![
        draft.id.uuid().into(),
        draft.version.into(),
        serde_json::to_string(&draft.answers)?.into(),
        serde_json::to_string(&draft.wishes)?.into(),
        serde_json::to_string(&draft.seen)?.into(),
        draft.updated_at.0.into(),
    ];
    let sql = "UPDATE onestop_draft SET answers = $3, wishes = $4, seen = $5, updated_at = $6, version = version + 1 \
               WHERE id = $1 AND version = $2";
    if act.run(sql, values).await? == 0 {
        return Err(Error::stale());
    }
    draft.version += 1;
    Ok(())
}

/// Takes a draft out, as it was read; whether it was still there so. Of two who hand it in at once, one does.
pub async fn remove(act: &Act, draft: &Draft) -> Result<bool> {
    let sql = "DELETE FROM onestop_draft WHERE id = $1 AND account = $2 AND version = $3";
    let values: Values = vec![draft.id.uuid().into(), draft.account.into(), draft.version.into()];
    Ok(act.run(sql, values).await? > 0)
}
