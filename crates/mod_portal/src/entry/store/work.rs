//! The work list, and what has happened to an entry.

use std::collections::HashMap;

use base::{Actor, Id, Timestamp};
use kernel::{
    Result,
    db::{FromQueryResult, Queries, Values, like_prefix},
    journal::Record,
};
use sea_orm::prelude::Uuid;

use super::visible_to;
use crate::{
    entry::{
        content::Content,
        field::Fields,
        model::{Entry, Status},
    },
    site::Site,
};

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only those in this status.
    pub status: Option<Status>,
    /// Only those of this site.
    pub site: Option<Id<Site>>,
    /// Only those whose title or lead contains this, accents or not.
    pub words: String,
}

/// A row of the list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    /// Its identifier.
    pub id: Uuid,
    /// Its site.
    pub site_id: Uuid,
    /// Its status's word.
    pub status: String,
    /// The revision the public sees.
    pub published_revision: Option<i64>,
    /// When it is to appear.
    pub publish_at: Option<i64>,
    /// Counts changes.
    pub version: i64,
    /// Last change.
    pub updated_at: i64,
    /// The account that began it.
    pub writer_id: Option<Uuid>,
    /// Its title as worked on.
    pub title: String,
}

const FROM: &str = "FROM portal_entry a JOIN portal_site s ON s.id = a.site_id \
     JOIN org_agency o ON o.id = s.agency_id JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.revision";

fn condition(actor: &Actor, filter: &Filter, values: &mut Values) -> String {
    let mut sql = visible_to(actor, values);
    if let Some(site) = filter.site {
        values.push(site.uuid().into());
        sql.push_str(&format!(" AND a.site_id = ${}", values.len()));
    }
    let words = base::text::fold(&filter.words);
    if !words.is_empty() {
        values.push(format!("%{}", like_prefix(&words)).into());
        sql.push_str(&format!(" AND r.folded LIKE ${} ESCAPE '\\'", values.len()));
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
    let sql = format!("SELECT a.status, count(*) AS n {FROM} WHERE {condition} GROUP BY a.status");
    let found: Vec<Count> = db.all(&sql, values).await?;
    let of =
        |status: Status| found.iter().find(|c| c.status == status.code()).map_or(0, |c| c.n.unsigned_abs());
    Ok(Status::ALL.into_iter().map(|status| (status, of(status))).collect())
}

/// Nearest work first: what waits for a decision, longest waiting first; then what came back, drafts, and the rest,
/// latest first.
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
        condition.push_str(&format!(" AND a.status = ${}", values.len()));
    }
    let ranks: Vec<String> =
        Status::ALL.iter().enumerate().map(|(i, s)| format!("WHEN '{}' THEN {i}", s.code())).collect();
    let sql = format!(
        "SELECT a.id, a.site_id, a.status, a.published_revision, a.publish_at, a.version, a.updated_at, a.writer_id, r.title \
         {FROM} WHERE {condition} ORDER BY CASE a.status {} END, \
         CASE a.status WHEN 'in_review' THEN a.updated_at ELSE -a.updated_at END, a.id \
         LIMIT {limit} OFFSET {offset}",
        ranks.join(" ")
    );
    db.all(&sql, values).await
}

/// What has happened to an entry, newest first.
pub async fn history<C: Queries>(db: &C, entry: Id<Entry>) -> Result<Vec<Record>> {
    kernel::journal::history(db, "entry", entry.uuid(), 200).await
}

/// Why it was returned or withdrawn, each time.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Reason {
    /// The row a record names.
    pub id: Uuid,
    /// The words.
    pub reason: String,
}

/// The reasons given so far, newest first.
pub async fn reasons<C: Queries>(db: &C, entry: Id<Entry>) -> Result<Vec<Reason>> {
    db.all(
        "SELECT id, reason FROM portal_entry_reason WHERE entry_id = $1 ORDER BY at DESC, id DESC",
        vec![entry.uuid().into()],
    )
    .await
}

/// A revision, in a list of them.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Revision {
    /// Its number, from 1.
    pub number: i64,
    /// The account that saved it.
    pub editor_id: Option<Uuid>,
    /// When it was saved.
    pub at: i64,
}

/// The revisions of an entry, latest first; of more than two hundred the latest.
pub async fn revisions<C: Queries>(db: &C, entry: Id<Entry>) -> Result<Vec<Revision>> {
    let sql = "SELECT number, editor_id, at FROM portal_entry_revision WHERE entry_id = $1 \
               ORDER BY number DESC LIMIT 200";
    db.all(sql, vec![entry.uuid().into()]).await
}

/// The site an entry stands on.
pub async fn site_of<C: Queries>(db: &C, entry: Id<Entry>) -> Result<Option<Id<Site>>> {
    let sql = "SELECT site_id FROM portal_entry WHERE id = $1";
    Ok(db.scalar::<Uuid>(sql, vec![entry.uuid().into()]).await?.map(Id::from_uuid))
}

/// Whether an entry was taken off its site at that time or later, whatever became of it since.
pub async fn withdrawn_since<C: Queries>(db: &C, entry: Id<Entry>, since: Timestamp) -> Result<bool> {
    let history = history(db, entry).await?;
    Ok(history.iter().any(|record| record.act == "portal.entry.withdrawn" && record.at() >= since))
}

/// What a revision says.
pub async fn revision<C: Queries>(db: &C, entry: Id<Entry>, number: i64) -> Result<Option<Content>> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        title: String,
        summary: String,
        body: String,
        lang: String,
        fields: String,
    }
    let sql = "SELECT e.kind, r.title, r.summary, r.body, r.lang, r.fields FROM portal_entry_revision r \
               JOIN portal_entry e ON e.id = r.entry_id WHERE r.entry_id = $1 AND r.number = $2";
    let row: Option<Row> = db.one(sql, vec![entry.uuid().into(), number.into()]).await?;
    let content = |row: Row| -> Result<Content> {
        Ok(Content {
            kind: super::kind(&row.kind)?,
            title: row.title,
            summary: row.summary,
            body: row.body,
            lang: super::lang(&row.lang),
            fields: Fields::parse(&row.fields)?,
        })
    };
    row.map(content).transpose()
}

impl Listed {
    /// Its status.
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::Draft)
    }

    /// When it last changed.
    pub const fn at(&self) -> Timestamp {
        Timestamp(self.updated_at)
    }
}

/// The names of accounts, as the portal's editors know each other.
pub async fn names<C: Queries>(db: &C, accounts: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    #[derive(FromQueryResult)]
    struct Name {
        id: Uuid,
        display_name: String,
    }
    if accounts.is_empty() {
        return Ok(HashMap::new());
    }
    let numbers: Vec<String> = (1..=accounts.len()).map(|n| format!("${n}")).collect();
    let sql = format!("SELECT id, display_name FROM identity_account WHERE id IN ({})", numbers.join(", "));
    let found: Vec<Name> = db.all(&sql, accounts.iter().map(|&id| id.into()).collect()).await?;
    Ok(found.into_iter().map(|name| (name.id, name.display_name)).collect())
}
