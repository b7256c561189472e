//! Every query on opinions. What is public never reads who wrote them.

use base::{Actor, Id, LocalDate, Timestamp};
use kernel::{
    Error, Result, RowScope,
    db::{FromQueryResult, Queries, Values, placeholders},
};
use sea_orm::prelude::Uuid;

use super::model::{Comment, Status};
use crate::policy::COMMENT_MODERATE;

const FROM: &str = "FROM portal_comment c JOIN portal_entry a ON a.id = c.entry_id \
     JOIN portal_site s ON s.id = a.site_id JOIN org_agency o ON o.id = s.agency_id";

fn visible_to(actor: &Actor, values: &mut Values) -> String {
    RowScope::of(actor, COMMENT_MODERATE).condition("o.path", values)
}

#[derive(FromQueryResult)]
struct CommentRow {
    id: Uuid,
    entry_id: Uuid,
    agency_id: Uuid,
    agency_path: String,
    agency_until: Option<String>,
    body: String,
    shown_name: String,
    status: String,
    reply: String,
    reason: String,
    received_at: i64,
    updated_at: i64,
    version: i64,
}

/// An opinion on a draft of one of this actor's sites.
pub async fn find<C: Queries>(db: &C, actor: &Actor, id: Id<Comment>) -> Result<Option<Comment>> {
    let mut values: Values = vec![id.uuid().into()];
    let visible = visible_to(actor, &mut values);
    let sql = format!(
        "SELECT c.id, c.entry_id, s.agency_id, o.path AS agency_path, o.valid_to AS agency_until, c.body, c.shown_name, \
         c.status, c.reply, c.reason, c.received_at, c.updated_at, c.version {FROM} WHERE c.id = $1 AND {visible}"
    );
    let Some(row) = db.one::<CommentRow>(&sql, values).await? else { return Ok(None) };
    let status = Status::parse(&row.status)
        .ok_or_else(|| Error::internal(format!("comment {} has status {}", row.id, row.status)))?;
    Ok(Some(Comment {
        id: Id::from_uuid(row.id),
        entry: row.entry_id,
        agency: row.agency_id,
        agency_path: row.agency_path,
        agency_until: row.agency_until.as_deref().and_then(|day| LocalDate::parse(day).ok()),
        body: row.body,
        shown_name: row.shown_name,
        status,
        reply: row.reply,
        reason: row.reason,
        received_at: Timestamp(row.received_at),
        updated_at: Timestamp(row.updated_at),
        version: row.version,
    }))
}

/// What a form sent before has made: its text.
pub async fn body_of<C: Queries>(db: &C, id: Id<Comment>) -> Result<Option<String>> {
    db.scalar("SELECT body FROM portal_comment WHERE id = $1", vec![id.uuid().into()]).await
}

/// Writes an opinion and, apart from it, who wrote it.
///
/// # Errors
/// The database's.
pub async fn insert<C: Queries>(
    db: &C,
    comment: &Comment,
    name: &str,
    contact: &str,
    origin: Option<&str>,
) -> Result<()> {
    let sql = format!(
        "INSERT INTO portal_comment (id, entry_id, body, shown_name, status, reply, reason, received_at, origin, \
         updated_at, version) VALUES {}",
        placeholders(1, 11)
    );
    let values: Values = vec![
        comment.id.uuid().into(),
        comment.entry.into(),
        comment.body.clone().into(),
        comment.shown_name.clone().into(),
        comment.status.code().into(),
        comment.reply.clone().into(),
        comment.reason.clone().into(),
        comment.received_at.0.into(),
        origin.map(str::to_owned).into(),
        comment.updated_at.0.into(),
        comment.version.into(),
    ];
    db.run(&sql, values).await?;
    let sql = "INSERT INTO portal_comment_sender (comment_id, name, contact) VALUES ($1, $2, $3)";
    db.run(sql, vec![comment.id.uuid().into(), name.into(), contact.into()]).await?;
    Ok(())
}

/// Writes what of an opinion changes, provided nobody else did so since it was read.
pub async fn save<C: Queries>(db: &C, comment: &mut Comment) -> Result<()> {
    let sql = "UPDATE portal_comment SET status = $3, reply = $4, reason = $5, updated_at = $6, version = version + 1 \
               WHERE id = $1 AND version = $2";
    let values: Values = vec![
        comment.id.uuid().into(),
        comment.version.into(),
        comment.status.code().into(),
        comment.reply.clone().into(),
        comment.reason.clone().into(),
        comment.updated_at.0.into(),
    ];
    if db.run(sql, values).await? == 0 {
        return Err(Error::stale());
    }
    comment.version += 1;
    Ok(())
}

/// Name and contact of whoever wrote it.
#[derive(Clone, Default, FromQueryResult)]
pub struct Sender {
    /// Name; may be empty.
    pub name: String,
    /// Telephone or mail address; may be empty.
    pub contact: String,
}

/// Who wrote an opinion.
pub async fn sender<C: Queries>(db: &C, id: Id<Comment>) -> Result<Sender> {
    let sql = "SELECT name, contact FROM portal_comment_sender WHERE comment_id = $1";
    Ok(db.one(sql, vec![id.uuid().into()]).await?.unwrap_or_default())
}

/// How many opinions on a draft came, and how many were read.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Counted {
    /// All that came.
    pub received: i64,
    /// Those somebody has decided on.
    pub seen: i64,
    /// Those everybody reads.
    pub published: i64,
}

/// How many opinions on a draft there are.
pub async fn counted<C: Queries>(db: &C, entry: Uuid) -> Result<Counted> {
    let sql = "SELECT count(*) AS received, count(CASE WHEN status <> 'new' THEN 1 END) AS seen, \
               count(CASE WHEN status = 'published' THEN 1 END) AS published FROM portal_comment WHERE entry_id = $1";
    Ok(db.one(sql, vec![entry.into()]).await?.unwrap_or_default())
}

/// A published opinion.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Shown {
    /// What was written.
    pub body: String,
    /// By whom, where that may be seen.
    pub shown_name: String,
    /// What became of it.
    pub reply: String,
    /// When it came.
    pub received_at: i64,
}

/// The published opinions on a draft, in the order in which they came.
pub async fn shown<C: Queries>(db: &C, entry: Uuid, limit: u64, offset: u64) -> Result<Vec<Shown>> {
    let sql = format!(
        "SELECT body, shown_name, reply, received_at FROM portal_comment WHERE entry_id = $1 AND status = 'published' \
         ORDER BY received_at, id LIMIT {limit} OFFSET {offset}"
    );
    db.all(&sql, vec![entry.into()]).await
}

/// What the editors' list is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Only those in this status.
    pub status: Option<Status>,
    /// Only those on this draft.
    pub entry: Option<Uuid>,
}

fn condition(actor: &Actor, filter: &Filter, values: &mut Values) -> String {
    let mut sql = visible_to(actor, values);
    if let Some(entry) = filter.entry {
        values.push(entry.into());
        sql.push_str(&format!(" AND c.entry_id = ${}", values.len()));
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
    let sql = format!("SELECT c.status, count(*) AS n {FROM} WHERE {condition} GROUP BY c.status");
    let found: Vec<Count> = db.all(&sql, values).await?;
    let of = |s: Status| found.iter().find(|c| c.status == s.code()).map_or(0, |c| c.n.unsigned_abs());
    Ok(Status::ALL.into_iter().map(|status| (status, of(status))).collect())
}

/// A row of the editors' list, or of a file.
#[derive(Clone, FromQueryResult)]
pub struct Listed {
    /// Its identifier.
    pub id: Uuid,
    /// The draft.
    pub entry_id: Uuid,
    /// The agency.
    pub agency_id: Uuid,
    /// The draft's title.
    pub title: String,
    /// What was written.
    pub body: String,
    /// Its status's word.
    pub status: String,
    /// What became of it.
    pub reply: String,
    /// Why it is not shown.
    pub reason: String,
    /// Who wrote it.
    pub name: String,
    /// How they are reached.
    pub contact: String,
    /// When it came.
    pub received_at: i64,
}

impl Listed {
    /// Its status.
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::New)
    }
}

/// Unread ones first, the longest waiting before all; then the rest, the latest first. With who wrote them only if
/// `named`.
pub async fn list<C: Queries>(
    db: &C,
    actor: &Actor,
    filter: &Filter,
    named: bool,
    limit: u64,
    offset: u64,
) -> Result<Vec<Listed>> {
    let mut values = Values::new();
    let mut condition = condition(actor, filter, &mut values);
    if let Some(status) = filter.status {
        values.push(status.code().into());
        condition.push_str(&format!(" AND c.status = ${}", values.len()));
    }
    let (columns, join) = if named {
        ("p.name, p.contact", "JOIN portal_comment_sender p ON p.comment_id = c.id")
    } else {
        ("'' AS name, '' AS contact", "")
    };
    let sql = format!(
        "SELECT c.id, c.entry_id, s.agency_id, r.title, c.body, c.status, c.reply, c.reason, {columns}, c.received_at \
         {FROM} JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.revision {join} WHERE {condition} \
         ORDER BY CASE c.status WHEN 'new' THEN 0 ELSE 1 END, \
         CASE c.status WHEN 'new' THEN c.received_at ELSE -c.received_at END, c.id LIMIT {limit} OFFSET {offset}"
    );
    db.all(&sql, values).await
}

/// How many wait to be read, of this actor's.
pub async fn unread<C: Queries>(db: &C, actor: &Actor) -> Result<i64> {
    let mut values = Values::new();
    let visible = visible_to(actor, &mut values);
    let sql = format!("SELECT count(*) {FROM} WHERE c.status = 'new' AND {visible}");
    Ok(db.scalar(&sql, values).await?.unwrap_or(0))
}

/// What a draft is called.
pub async fn title<C: Queries>(db: &C, entry: Uuid) -> Result<String> {
    let sql = "SELECT r.title FROM portal_entry a JOIN portal_entry_revision r ON r.entry_id = a.id \
               AND r.number = a.revision WHERE a.id = $1";
    Ok(db.scalar(sql, vec![entry.into()]).await?.unwrap_or_default())
}
