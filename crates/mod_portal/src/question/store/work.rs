//! The officers' list, the register, the history, and what waits for whom.

use base::{Actor, Id, Timestamp};
use kernel::{
    Result, RowScope,
    db::{FromQueryResult, Queries, Values, like_prefix},
    journal::Record,
};
use sea_orm::prelude::Uuid;

use super::visible_to;
use crate::{
    policy::{QUESTION_APPROVE, QUESTION_HANDLE},
    question::model::{Kind, Question, Status},
    site::Site,
};

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only those in this status.
    pub status: Option<Status>,
    /// Only these.
    pub kind: Option<Kind>,
    /// Only those of this site.
    pub site: Option<Id<Site>>,
    /// Only what is open and late at this moment.
    pub late: Option<Timestamp>,
    /// Only what came at this moment or later.
    pub from: Option<Timestamp>,
    /// Only what came before this moment.
    pub before: Option<Timestamp>,
    /// Only those whose title contains this, accents or not, or whose code it is.
    pub words: String,
}

/// A row of the list. Who sent it is not in it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    /// Its identifier.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// The word of what it is.
    pub kind: String,
    /// Its site.
    pub site_id: Uuid,
    /// Its status's word.
    pub status: String,
    /// Its title as sent.
    pub title: String,
    /// When it came.
    pub received_at: i64,
    /// Until when it is to be answered.
    pub due_at: i64,
    /// When it was answered.
    pub answered_at: Option<i64>,
}

const FROM: &str = "FROM portal_question q JOIN org_agency o ON o.id = q.agency_id";

fn condition(actor: &Actor, filter: &Filter, values: &mut Values) -> String {
    let mut sql = visible_to(actor, values);
    let mut and = |test: &str, value: kernel::db::Value| {
        values.push(value);
        sql.push_str(&format!(" AND {}", test.replace('?', &format!("${}", values.len()))));
    };
    if let Some(kind) = filter.kind {
        and("q.kind = ?", kind.code().into());
    }
    if let Some(site) = filter.site {
        and("q.site_id = ?", site.uuid().into());
    }
    if let Some(from) = filter.from {
        and("q.received_at >= ?", from.0.into());
    }
    if let Some(before) = filter.before {
        and("q.received_at < ?", before.0.into());
    }
    if let Some(now) = filter.late {
        and(&format!("q.status IN {} AND q.due_at < ?", Status::OPEN), now.0.into());
    }
    let words = base::text::fold(&filter.words);
    if !words.is_empty() {
        // A code as people read it out has strokes; as it is kept it has none.
        values.push(words.chars().filter(char::is_ascii_alphanumeric).collect::<String>().into());
        values.push(format!("%{}", like_prefix(&words)).into());
        let n = values.len();
        sql.push_str(&format!(" AND (q.code = ${} OR q.folded LIKE ${n} ESCAPE '\\')", n - 1));
    }
    sql
}

/// How many there are of each status, whatever status is asked for.
pub async fn counts<C: Queries>(db: &C, actor: &Actor, filter: &Filter) -> Result<Vec<(Status, u64)>> {
    #[derive(FromQueryResult)]
    struct Count {
        status: String,
        n: i64,
    }
    let mut values = Values::new();
    let condition = condition(actor, filter, &mut values);
    let sql = format!("SELECT q.status, count(*) AS n {FROM} WHERE {condition} GROUP BY q.status");
    let found: Vec<Count> = db.all(&sql, values).await?;
    let of =
        |status: Status| found.iter().find(|c| c.status == status.code()).map_or(0, |c| c.n.unsigned_abs());
    Ok(Status::ALL.iter().map(|&status| (status, of(status))).collect())
}

/// What is open first, the nearest deadline before all; then the rest, the latest first.
pub async fn list<C: Queries>(
    db: &C,
    actor: &Actor,
    filter: &Filter,
    limit: u64,
    offset: u64,
) -> Result<Vec<Listed>> {
    let mut values = Values::new();
    let mut condition = condition(actor, filter, &mut values);
    if let Some(status) = filter.status {
        values.push(status.code().into());
        condition.push_str(&format!(" AND q.status = ${}", values.len()));
    }
    let open = Status::OPEN;
    let sql = format!(
        "SELECT q.id, q.code, q.kind, q.site_id, q.status, q.title, q.received_at, q.due_at, q.answered_at {FROM} \
         WHERE {condition} ORDER BY CASE WHEN q.status IN {open} THEN 0 ELSE 1 END, \
         CASE WHEN q.status IN {open} THEN q.due_at ELSE -q.received_at END, q.id LIMIT {limit} OFFSET {offset}"
    );
    db.all(&sql, values).await
}

/// A line of the register, with who sent it: written down for whoever answers for it.
#[derive(FromQueryResult)]
pub struct Line {
    /// Its identifier.
    pub id: Uuid,
    /// The agency in charge.
    pub agency_id: Uuid,
    /// Its code.
    pub code: String,
    /// The word of what it is.
    pub kind: String,
    /// Its title as sent.
    pub title: String,
    /// Who sent it.
    pub name: String,
    /// Their address.
    pub address: String,
    /// Their telephone.
    pub phone: String,
    /// Their mail address.
    pub email: String,
    /// What it turned out to be.
    pub class: Option<String>,
    /// Its status's word.
    pub status: String,
    /// The agency in charge, by its full name.
    pub agency: String,
    /// When it came.
    pub received_at: i64,
    /// Until when it was to be answered.
    pub due_at: i64,
    /// When it was answered.
    pub answered_at: Option<i64>,
    /// What its sender thinks of the answer.
    pub rating: Option<String>,
}

/// The register in the order in which things came: only where this actor handles questions.
pub async fn register<C: Queries>(db: &C, actor: &Actor, filter: &Filter, most: u64) -> Result<Vec<Line>> {
    let mut values = Values::new();
    let mut condition = condition(actor, filter, &mut values);
    let handles = RowScope::of(actor, QUESTION_HANDLE).condition("o.path", &mut values);
    if let Some(status) = filter.status {
        values.push(status.code().into());
        condition.push_str(&format!(" AND q.status = ${}", values.len()));
    }
    let sql = format!(
        "SELECT q.id, q.agency_id, q.code, q.kind, q.title, p.name, p.address, p.phone, p.email, q.class, q.status, \
         o.full_name AS agency, q.received_at, q.due_at, q.answered_at, q.rating {FROM} \
         JOIN portal_question_sender p ON p.question_id = q.id WHERE {condition} AND {handles} \
         ORDER BY q.received_at, q.id LIMIT {most}"
    );
    db.all(&sql, values).await
}

/// What has happened to a question, newest first.
pub async fn history<C: Queries>(db: &C, id: Id<Question>) -> Result<Vec<Record>> {
    kernel::journal::history(db, "question", id.uuid(), 200).await
}

/// A reason given.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Reason {
    /// The row a record names.
    pub id: Uuid,
    /// The words.
    pub reason: String,
}

/// The reasons given so far, newest first.
pub async fn reasons<C: Queries>(db: &C, id: Id<Question>) -> Result<Vec<Reason>> {
    let sql =
        "SELECT id, reason FROM portal_question_reason WHERE question_id = $1 ORDER BY at DESC, id DESC";
    db.all(sql, vec![id.uuid().into()]).await
}

/// How much waits for one account.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Mine {
    /// Late, whatever is to be done.
    pub late: i64,
    /// To be looked at.
    pub fresh: i64,
    /// To be answered.
    pub answer: i64,
    /// To be approved.
    pub review: i64,
}

/// What this actor may do something about: `handles` where a handler is asked for, `approves` where an approver who did
/// not write it.
fn tests(actor: &Actor, account: Uuid, values: &mut Values) -> (String, String) {
    let handle = RowScope::of(actor, QUESTION_HANDLE).condition("o.path", values);
    let approve = RowScope::of(actor, QUESTION_APPROVE).condition("o.path", values);
    values.push(format!("%{account}%").into());
    let others = format!("q.hands NOT LIKE ${}", values.len());
    (
        format!("q.status IN ('new', 'transferred', 'classified', 'in_progress') AND {handle}"),
        format!("q.status = 'in_review' AND {others} AND {approve}"),
    )
}

/// What waits for this account.
pub async fn mine<C: Queries>(db: &C, actor: &Actor, account: Uuid, now: Timestamp) -> Result<Mine> {
    let mut values: Values = vec![now.0.into()];
    let (handles, approves) = tests(actor, account, &mut values);
    let count = |name: &str, test: &str| {
        format!("CAST(COALESCE(SUM(CASE WHEN {test} THEN 1 ELSE 0 END), 0) AS BIGINT) AS {name}")
    };
    let in_time = "q.due_at >= $1";
    let sql = format!(
        "SELECT {}, {}, {}, {} {FROM} WHERE q.status IN {}",
        count("late", &format!("q.due_at < $1 AND (({handles}) OR ({approves}))")),
        count("fresh", &format!("{in_time} AND q.status IN ('new', 'transferred') AND {handles}")),
        count("answer", &format!("{in_time} AND q.status IN ('classified', 'in_progress') AND {handles}")),
        count("review", &format!("{in_time} AND {approves}")),
        Status::OPEN
    );
    Ok(db.one(&sql, values).await?.unwrap_or_default())
}

/// What [`mine`] counts, the nearest deadline first.
pub async fn queue<C: Queries>(db: &C, actor: &Actor, account: Uuid, most: u64) -> Result<Vec<Listed>> {
    let mut values = Values::new();
    let (handles, approves) = tests(actor, account, &mut values);
    let sql = format!(
        "SELECT q.id, q.code, q.kind, q.site_id, q.status, q.title, q.received_at, q.due_at, q.answered_at {FROM} \
         WHERE ({handles}) OR ({approves}) ORDER BY q.due_at, q.id LIMIT {most}"
    );
    db.all(&sql, values).await
}

impl Listed {
    /// Its status.
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::New)
    }

    /// Whether it is or was answered too late.
    pub fn is_late(&self, now: Timestamp) -> bool {
        match self.answered_at {
            Some(at) => at > self.due_at,
            None => self.status().is_open() && now.0 > self.due_at,
        }
    }
}

/// The open questions that are to be answered on this day.
pub async fn due_on<C: Queries>(db: &C, day: base::LocalDate) -> Result<Vec<Uuid>> {
    let midnight = |day: base::LocalDate| Timestamp::from_local(day.at(time::Time::MIDNIGHT)).0;
    let sql = format!(
        "SELECT id FROM portal_question WHERE status IN {} AND due_at >= $1 AND due_at < $2 ORDER BY due_at, id",
        Status::OPEN
    );
    db.column(&sql, vec![midnight(day).into(), midnight(day.next()).into()]).await
}

/// Whether its officers were reminded of it at this time or later.
pub async fn reminded_since<C: Queries>(db: &C, id: Id<Question>, since: Timestamp) -> Result<bool> {
    let sql = "SELECT at FROM kernel_record WHERE subject_kind = 'question' AND subject_id = $1 \
               AND act = 'portal.question.reminded' AND at >= $2 LIMIT 1";
    Ok(db.scalar::<i64>(sql, vec![id.uuid().into(), since.0.into()]).await?.is_some())
}
