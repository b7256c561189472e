//! What readers see: the published revision of each article.

use base::{Id, Timestamp};
use contracts::search::{Audience, SearchDoc};
use kernel::{
    App, Result,
    db::{FromQueryResult, Queries, Value, Values},
};
use sea_orm::prelude::Uuid;
use ui::Lang;

use super::lang;
use crate::{
    article::{
        body,
        model::{Category, Content},
    },
    site::Site,
};

const SHOWN: &str = "FROM portal_article a JOIN portal_article_revision r \
     ON r.article_id = a.id AND r.number = a.published_revision";

/// A published article as a list shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Shown {
    /// Its identifier.
    pub id: Uuid,
    /// The end of its address.
    pub short: String,
    /// Its title in the address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its lead.
    pub summary: String,
    /// Its category's word.
    pub category: String,
    /// Its drawing's name, or nothing.
    pub picture: String,
    /// What that shows.
    pub picture_alt: String,
    /// When it was first published, in milliseconds.
    pub published_at: i64,
}

impl Shown {
    /// Its address within its site.
    pub fn path(&self) -> String {
        format!("/tin-tuc/{}-{}", self.slug, self.short)
    }

    /// When it was first published.
    pub const fn at(&self) -> Timestamp {
        Timestamp(self.published_at)
    }
}

const SHOWN_COLUMNS: &str =
    "a.id, a.short, r.slug, r.title, r.summary, r.category, r.picture, r.picture_alt, a.published_at";

/// Which articles of a site a list shows.
#[derive(Clone, Copy, Debug)]
pub struct Shelf {
    /// The site.
    pub site: Id<Site>,
    /// The language they are written in.
    pub lang: Lang,
    /// Only those of a category.
    pub category: Option<Category>,
}

impl Shelf {
    fn condition(&self, values: &mut Values) -> String {
        values.extend::<[Value; 2]>([self.site.uuid().into(), self.lang.code().into()]);
        let mut sql = "a.published_revision IS NOT NULL AND a.site_id = $1 AND r.lang = $2".to_owned();
        if let Some(category) = self.category {
            values.push(category.code().into());
            sql.push_str(" AND r.category = $3");
        }
        sql
    }
}

/// How many there are.
pub async fn count<C: Queries>(db: &C, shelf: Shelf) -> Result<u64> {
    let mut values = Values::new();
    let condition = shelf.condition(&mut values);
    let n: Option<i64> = db.scalar(&format!("SELECT count(*) {SHOWN} WHERE {condition}"), values).await?;
    Ok(n.unwrap_or(0).unsigned_abs())
}

/// Newest first.
pub async fn list<C: Queries>(db: &C, shelf: Shelf, limit: u64, offset: u64) -> Result<Vec<Shown>> {
    let mut values = Values::new();
    let condition = shelf.condition(&mut values);
    let sql = format!(
        "SELECT {SHOWN_COLUMNS} {SHOWN} WHERE {condition} ORDER BY a.published_at DESC, a.id DESC \
         LIMIT {limit} OFFSET {offset}"
    );
    db.all(&sql, values).await
}

/// Others of the same category, newest first.
pub async fn related<C: Queries>(db: &C, shelf: Shelf, but: Uuid, limit: u64) -> Result<Vec<Shown>> {
    let found = list(db, shelf, limit + 1, 0).await?;
    Ok(found.into_iter().filter(|other| other.id != but).take(limit as usize).collect())
}

#[derive(FromQueryResult)]
struct OneRow {
    id: Uuid,
    published_at: i64,
    revised_at: Option<i64>,
    slug: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    body: Option<String>,
    author: Option<String>,
    source: Option<String>,
    category: Option<String>,
    picture: Option<String>,
    picture_alt: Option<String>,
    lang: Option<String>,
}

/// A public article, or what remains of one that was.
#[derive(Debug)]
pub struct Opened {
    /// Its identifier.
    pub id: Uuid,
    /// When it was first published.
    pub published_at: Timestamp,
    /// When another revision appeared, if one did.
    pub revised_at: Option<Timestamp>,
    /// Its title in the address and what it says; nothing once it is withdrawn.
    pub content: Option<(String, Content)>,
}

/// An article that is or was public, by the end of its address.
pub async fn open<C: Queries>(db: &C, site: Id<Site>, short: &str) -> Result<Option<Opened>> {
    let sql = "SELECT a.id, a.published_at, a.revised_at, r.slug, r.title, r.summary, r.body, r.author, r.source, \
         r.category, r.picture, r.picture_alt, r.lang FROM portal_article a LEFT JOIN portal_article_revision r \
         ON r.article_id = a.id AND r.number = a.published_revision \
         WHERE a.short = $1 AND a.site_id = $2 AND a.published_at IS NOT NULL";
    let row: Option<OneRow> = db.one(sql, vec![short.into(), site.uuid().into()]).await?;
    Ok(row.map(|row| {
        let content = row.slug.map(|slug| {
            let text = Option::<String>::unwrap_or_default;
            let content = Content {
                title: text(row.title),
                summary: text(row.summary),
                body: text(row.body),
                author: text(row.author),
                source: text(row.source),
                category: Category::parse(&text(row.category)).unwrap_or_default(),
                picture: text(row.picture),
                picture_alt: text(row.picture_alt),
                lang: lang(&text(row.lang)),
            };
            (slug, content)
        });
        Opened {
            id: row.id,
            published_at: Timestamp(row.published_at),
            revised_at: row.revised_at.map(Timestamp),
            content,
        }
    }))
}

#[derive(FromQueryResult)]
struct DocRow {
    id: Uuid,
    site_slug: String,
    site_name: String,
    short: String,
    slug: String,
    title: String,
    summary: String,
    body: String,
    category: String,
    lang: String,
    published_at: i64,
}

/// What the search service may find (names and addresses of sites as the database has them: the index may follow the
/// journal faster than the family in memory does): published articles, all of them or those named.
pub async fn search_docs(app: &App, ids: Option<Vec<Uuid>>) -> Result<Vec<SearchDoc>> {
    let select = format!(
        "SELECT a.id, s.slug AS site_slug, s.name AS site_name, a.short, r.slug, r.title, r.summary, r.body, \
         r.category, r.lang, a.published_at {SHOWN} JOIN portal_site s ON s.id = a.site_id"
    );
    let mut rows: Vec<DocRow> = Vec::new();
    match ids {
        None => rows = app.db().read().all(&select, vec![]).await?,
        Some(ids) => {
            for some in ids.chunks(500) {
                let numbers: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
                let sql = format!("{select} WHERE a.id IN ({})", numbers.join(", "));
                let values = some.iter().map(|&id| id.into()).collect();
                rows.extend(app.db().read().all::<DocRow>(&sql, values).await?);
            }
        }
    }
    Ok(rows
        .into_iter()
        .map(|row| SearchDoc {
            kind: "article".to_owned(),
            id: row.id.to_string(),
            lang: row.lang,
            title: row.title,
            codes: Vec::new(),
            body: format!("{}\n{}", row.summary, body::to_text(&row.body)),
            url: format!("/s/{}/tin-tuc/{}-{}", row.site_slug, row.slug, row.short),
            facets: vec![
                ("site".to_owned(), row.site_slug),
                ("agency".to_owned(), row.site_name),
                ("category".to_owned(), row.category),
            ],
            audience: Audience::Public,
            at: Timestamp(row.published_at),
            boost: 0.0,
        })
        .collect())
}
