//! Lists of dossiers: an applicant's own, and what officers find, count and have waiting.

use base::{Actor, Timestamp};
use kernel::{
    Result,
    db::{FromQueryResult, Queries, Value, Values},
};
use sea_orm::prelude::Uuid;

use super::visible_to;
use crate::dossier::{code::DossierCode, model::Status};

/// A dossier in a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Line {
    /// Its identifier.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// The agency.
    pub agency_id: Uuid,
    /// What the procedure is called.
    pub procedure_name: String,
    /// Who applies.
    pub name: String,
    /// Its state, as stored.
    pub status: String,
    /// When it was handed in.
    pub submitted_at: i64,
    /// Until when it is due.
    pub due_at: Option<i64>,
}

impl Line {
    /// Its state.
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::New)
    }
}

const LINE: &str = "SELECT d.id, d.code, d.agency_id, d.procedure_name, a.name, d.status, d.submitted_at, d.due_at \
     FROM onestop_dossier d JOIN onestop_applicant a ON a.dossier_id = d.id";

/// The dossiers an account handed in, the latest first.
pub async fn of_account<C: Queries>(db: &C, account: Uuid, most: u64) -> Result<Vec<Line>> {
    let sql = format!("{LINE} WHERE d.account = $1 ORDER BY d.submitted_at DESC, d.id DESC LIMIT {most}");
    db.all(&sql, vec![account.into()]).await
}

/// What officers' lists are narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of one state.
    pub status: Option<Status>,
    /// Whose time was over at this moment.
    pub late: Option<Timestamp>,
    /// With these words in the applicant's name, or this code.
    pub words: String,
}

impl Filter {
    fn condition(&self, actor: &Actor, with_status: bool, values: &mut Values) -> String {
        let mut sql = visible_to(actor, values);
        let mut and = |part: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {}", part.replace("{}", &format!("${}", values.len()))));
        };
        if let Some(status) = self.status.filter(|_| with_status) {
            and("d.status = {}", status.code().into());
        }
        if let Some(now) = self.late {
            and("d.due_at < {} AND d.status IN ('accepted', 'processing')", now.0.into());
        }
        let words = self.words.trim();
        if let Some(code) = DossierCode::parse(words) {
            and("d.code = {}", code.as_str().into());
        } else if !words.is_empty() {
            let pattern = format!("%{}", kernel::db::like_prefix(&base::text::fold(words)));
            and("a.folded LIKE {} ESCAPE '\\'", pattern.into());
        }
        sql
    }
}

/// How many there are of each state.
pub async fn counts<C: Queries>(db: &C, actor: &Actor, filter: &Filter) -> Result<Vec<(Status, u64)>> {
    #[derive(FromQueryResult)]
    struct Row {
        status: String,
        n: i64,
    }
    let mut values = Values::new();
    let condition = filter.condition(actor, false, &mut values);
    let sql = format!(
        "SELECT d.status, count(*) AS n FROM onestop_dossier d JOIN onestop_applicant a ON a.dossier_id = d.id \
         WHERE {condition} GROUP BY d.status"
    );
    let rows: Vec<Row> = db.all(&sql, values).await?;
    let of = |status: Status| rows.iter().find(|row| row.status == status.code()).map_or(0, |row| row.n);
    Ok(Status::WORK
        .iter()
        .map(|status| (*status, of(*status).unsigned_abs()))
        .filter(|(_, n)| *n > 0)
        .collect())
}

/// A page of them: what is due first stands first, then what waits longest.
pub async fn list<C: Queries>(
    db: &C,
    actor: &Actor,
    filter: &Filter,
    most: u64,
    before: u64,
) -> Result<Vec<Line>> {
    let mut values = Values::new();
    let condition = filter.condition(actor, true, &mut values);
    let sql = format!(
        "{LINE} WHERE {condition} ORDER BY CASE WHEN d.status IN ('new', 'accepted', 'processing') THEN 0 \
         WHEN d.status = 'finished' THEN 1 WHEN d.status IN ('supplement', 'payment') THEN 2 ELSE 3 END, \
         CASE WHEN d.status IN ('returned', 'rejected', 'stopped', 'withdrawn') THEN -d.submitted_at \
         ELSE COALESCE(d.due_at, d.submitted_at) END, d.id LIMIT {most} OFFSET {before}"
    );
    db.all(&sql, values).await
}

/// What waits for an officer.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct Mine {
    /// Not looked at.
    pub fresh: i64,
    /// Whose time is over.
    pub late: i64,
    /// Whose result waits to be handed over.
    pub ready: i64,
}

/// How much waits for an officer.
pub async fn mine<C: Queries>(db: &C, actor: &Actor, now: Timestamp) -> Result<Mine> {
    let mut values: Values = vec![now.0.into()];
    let visible = visible_to(actor, &mut values);
    let sql = format!(
        "SELECT COALESCE(sum(CASE WHEN d.status = 'new' THEN 1 ELSE 0 END), 0) AS fresh, \
         COALESCE(sum(CASE WHEN d.status IN ('accepted', 'processing') AND d.due_at < $1 THEN 1 ELSE 0 END), 0) AS late, \
         COALESCE(sum(CASE WHEN d.status = 'finished' THEN 1 ELSE 0 END), 0) AS ready \
         FROM onestop_dossier d \
         WHERE d.status IN ('new', 'accepted', 'processing', 'finished') AND {visible}"
    );
    Ok(db.one(&sql, values).await?.unwrap_or_default())
}
