//! What readers see: what was answered and published, as its answerer wrote it. Neither who sent it nor what they sent is
//! read here.

use base::{Id, Timestamp};
use contracts::search::{Audience, SearchDoc};
use kernel::{
    App, Result,
    db::{FromQueryResult, Queries, Values, placeholders},
};
use sea_orm::prelude::Uuid;

use crate::{entry::body, question::model::Kind, site::Site};

/// A question as readers see it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Shown {
    /// Its identifier.
    pub id: Uuid,
    /// The word of what it is.
    pub kind: String,
    /// The end of its address.
    pub short: String,
    /// Its title in the address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The question.
    pub body: String,
    /// By whom; empty where that is hidden.
    pub name: String,
    /// The answer, in marks.
    pub answer: String,
    /// When it came.
    pub received_at: i64,
    /// When it was answered.
    pub answered_at: i64,
    /// When it was published.
    pub published_at: i64,
    /// The site it stands on.
    pub site_id: Uuid,
    /// What its sender thinks of the answer.
    pub rating: Option<String>,
    /// The language.
    pub lang: String,
}

impl Shown {
    /// Its address within its site.
    pub fn path(&self) -> String {
        path(&self.slug, &self.short)
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        Kind::parse(&self.kind).unwrap_or(Kind::Question)
    }
}

fn path(slug: &str, short: &str) -> String {
    format!("/hoi-dap/{slug}-{short}")
}

const SHOWN: &str = "SELECT id, kind, short, slug, shown_title AS title, shown_body AS body, shown_name AS name, answer, \
     received_at, COALESCE(answered_at, published_at) AS answered_at, published_at, site_id, rating, lang \
     FROM portal_question WHERE status = 'published'";

/// Whose a list shows: one site's or the whole family's, of one kind or of all.
#[derive(Clone, Copy, Debug)]
pub struct Shelf {
    /// The site; the family without.
    pub site: Option<Id<Site>>,
    /// Only these.
    pub kind: Option<Kind>,
}

impl Shelf {
    fn condition(&self, values: &mut Values) -> String {
        let mut sql = String::new();
        if let Some(site) = self.site {
            values.push(site.uuid().into());
            sql.push_str(&format!(" AND site_id = ${}", values.len()));
        }
        if let Some(kind) = self.kind {
            values.push(kind.code().into());
            sql.push_str(&format!(" AND kind = ${}", values.len()));
        }
        sql
    }
}

/// How many there are.
pub async fn count<C: Queries>(db: &C, shelf: &Shelf) -> Result<u64> {
    let mut values = Values::new();
    let condition = shelf.condition(&mut values);
    let sql = format!("SELECT count(*) FROM portal_question WHERE status = 'published'{condition}");
    let n: Option<i64> = db.scalar(&sql, values).await?;
    Ok(n.unwrap_or(0).unsigned_abs())
}

/// The latest first.
pub async fn list<C: Queries>(db: &C, shelf: &Shelf, limit: u64, offset: u64) -> Result<Vec<Shown>> {
    let mut values = Values::new();
    let condition = shelf.condition(&mut values);
    let sql = format!("{SHOWN}{condition} ORDER BY published_at DESC, id DESC LIMIT {limit} OFFSET {offset}");
    db.all(&sql, values).await
}

/// The one with this end of its address.
pub async fn open<C: Queries>(db: &C, short: &str) -> Result<Option<Shown>> {
    db.one(&format!("{SHOWN} AND short = $1"), vec![short.into()]).await
}

#[derive(FromQueryResult)]
struct DocRow {
    id: Uuid,
    kind: String,
    site_slug: String,
    site_name: String,
    short: String,
    slug: String,
    title: String,
    body: String,
    answer: String,
    lang: String,
    published_at: i64,
}

/// Which questions the search may find: those published.
pub async fn search_ids(app: &App) -> Result<Vec<Uuid>> {
    app.db().read().column("SELECT id FROM portal_question WHERE status = 'published'", vec![]).await
}

/// What the search may find of these questions, some hundreds at most: what is published.
pub async fn search_docs(app: &App, ids: &[Uuid]) -> Result<Vec<SearchDoc>> {
    let sql = format!(
        "SELECT q.id, q.kind, s.slug AS site_slug, s.name AS site_name, q.short, q.slug, q.shown_title AS title, \
         q.shown_body AS body, q.answer, q.lang, q.published_at FROM portal_question q \
         JOIN portal_site s ON s.id = q.site_id WHERE q.status = 'published' AND q.id IN {}",
        placeholders(1, ids.len())
    );
    let rows: Vec<DocRow> = app.db().read().all(&sql, ids.iter().map(|&id| id.into()).collect()).await?;
    Ok(rows.into_iter().map(doc).collect())
}

fn doc(row: DocRow) -> SearchDoc {
    SearchDoc {
        kind: "question".to_owned(),
        id: row.id.to_string(),
        lang: row.lang,
        title: row.title,
        codes: Vec::new(),
        body: format!("{}\n{}", row.body, body::to_text(&row.answer)),
        url: format!("/s/{}/hoi-dap/{}-{}", row.site_slug, row.slug, row.short),
        facets: vec![
            ("site".to_owned(), row.site_slug),
            ("agency".to_owned(), row.site_name),
            ("section".to_owned(), "hoi-dap".to_owned()),
            ("question_kind".to_owned(), row.kind),
        ],
        audience: Audience::Public,
        at: Timestamp(row.published_at),
        boost: 0.0,
    }
}

/// The addresses within a site of what is published there, with the day of publication.
pub async fn addresses<C: Queries>(db: &C, site: Id<Site>, most: u64) -> Result<Vec<(String, String)>> {
    #[derive(FromQueryResult)]
    struct Row {
        short: String,
        slug: String,
        published_at: i64,
    }
    let sql = format!(
        "SELECT short, slug, published_at FROM portal_question WHERE status = 'published' AND site_id = $1 \
         ORDER BY published_at DESC, id DESC LIMIT {most}"
    );
    let rows: Vec<Row> = db.all(&sql, vec![site.uuid().into()]).await?;
    let day = |row: &Row| Timestamp(row.published_at).local_date().iso();
    Ok(rows.into_iter().map(|row| (path(&row.slug, &row.short), day(&row))).collect())
}
