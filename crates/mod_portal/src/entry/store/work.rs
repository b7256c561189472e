//! What has happened to an entry.

use std::collections::HashMap;

use base::{Id, Timestamp};
use kernel::{
    Result,
    db::{FromQueryResult, Queries},
    journal::Record,
};
use sea_orm::prelude::Uuid;

use crate::entry::{content::Content, field::Fields, model::Entry};

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

/// Where an entry stands.
#[derive(FromQueryResult)]
pub struct Placed {
    /// Its site.
    pub site_id: Uuid,
    /// What it is a translation of.
    pub original_id: Option<Uuid>,
    /// The revision the public sees.
    pub published_revision: Option<i64>,
}

/// Where an entry stands, whoever asks.
pub async fn placed<C: Queries>(db: &C, entry: Id<Entry>) -> Result<Option<Placed>> {
    let sql = "SELECT site_id, original_id, published_revision FROM portal_entry WHERE id = $1";
    db.one(sql, vec![entry.uuid().into()]).await
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

/// What the sites publish now, with the day of its publication: what copies are made of.
pub async fn contents<C: Queries>(db: &C) -> Result<HashMap<Uuid, Vec<(Content, Timestamp)>>> {
    #[derive(FromQueryResult)]
    struct Row {
        site_id: Uuid,
        published_at: i64,
        kind: String,
        title: String,
        summary: String,
        body: String,
        lang: String,
        fields: String,
    }
    let sql = "SELECT e.site_id, e.published_at, e.kind, r.title, r.summary, r.body, r.lang, r.fields FROM portal_entry e \
               JOIN portal_entry_revision r ON r.entry_id = e.id AND r.number = e.published_revision \
               ORDER BY e.site_id, e.id";
    let mut contents: HashMap<Uuid, Vec<(Content, Timestamp)>> = HashMap::new();
    for row in db.all::<Row>(sql, vec![]).await? {
        let content = Content {
            kind: super::kind(&row.kind)?,
            title: row.title,
            summary: row.summary,
            body: row.body,
            lang: super::lang(&row.lang),
            fields: Fields::parse(&row.fields)?,
        };
        contents.entry(row.site_id).or_default().push((content, Timestamp(row.published_at)));
    }
    Ok(contents)
}
