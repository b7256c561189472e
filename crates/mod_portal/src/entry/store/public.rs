//! What readers see: the published revision of each entry.

use base::{Id, Timestamp};
use contracts::search::{Audience, SearchDoc};
use kernel::{
    App, Result,
    db::{FromQueryResult, Queries, placeholders},
};
use sea_orm::prelude::Uuid;

pub use super::shelf::{Shelf, any, leaf, list, related};
use super::{kind as known_kind, lang};
use crate::{
    entry::{
        body,
        content::Content,
        field::Fields,
        kind::{ALL, Kind},
        relation,
    },
    site::Site,
};

const SHOWN: &str = "FROM portal_entry a JOIN portal_entry_revision r \
     ON r.entry_id = a.id AND r.number = a.published_revision \
     LEFT JOIN portal_entry_facet d ON d.entry_id = a.id AND d.until IS NOT NULL";

#[derive(FromQueryResult)]
pub(super) struct ShownRow {
    id: Uuid,
    kind: String,
    short: String,
    slug: String,
    title: String,
    summary: String,
    fields: String,
    worked: Option<String>,
    published_at: i64,
}

/// With what was worked out of it, if its kind has such a field.
pub(super) const SHOWN_COLUMNS: &str =
    "a.id, a.kind, a.short, r.slug, r.title, r.summary, r.fields, d.value AS worked, a.published_at";

/// A published entry as a list shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its identifier.
    pub id: Uuid,
    /// What it is.
    pub kind: &'static Kind,
    /// The end of its address.
    pub short: String,
    /// Its title in the address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its lead.
    pub summary: String,
    /// What its kind declares besides.
    pub fields: Fields,
    /// When it was first published.
    pub at: Timestamp,
}

impl Shown {
    /// Its address within its site.
    pub fn path(&self) -> String {
        format!("/{}/{}-{}", self.kind.section, self.slug, self.short)
    }
}

impl TryFrom<ShownRow> for Shown {
    type Error = kernel::Error;
    fn try_from(row: ShownRow) -> Result<Self> {
        let kind = known_kind(&row.kind)?;
        Ok(Self {
            id: row.id,
            kind,
            short: row.short,
            slug: row.slug,
            title: row.title,
            summary: row.summary,
            fields: relation::known(kind, Fields::parse(&row.fields)?, row.worked),
            at: Timestamp(row.published_at),
        })
    }
}

/// The addresses of what a site published latest, whatever it is, with the day each was last changed.
pub async fn addresses<C: Queries>(db: &C, site: Id<Site>, most: u64) -> Result<Vec<(String, String)>> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        short: String,
        slug: String,
        changed: i64,
    }
    let sql = format!(
        "SELECT a.kind, a.short, r.slug, COALESCE(a.revised_at, a.published_at) AS changed FROM portal_entry a \
         JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision \
         WHERE a.published_revision IS NOT NULL AND a.site_id = $1 \
         ORDER BY a.published_at DESC, a.id DESC LIMIT {most}"
    );
    let rows: Vec<Row> = db.all(&sql, vec![site.uuid().into()]).await?;
    rows.into_iter()
        .map(|row| {
            let section = known_kind(&row.kind)?.section;
            let day = Timestamp(row.changed).local_date().iso();
            Ok((format!("/{section}/{}-{}", row.slug, row.short), day))
        })
        .collect()
}

/// Which kinds a site has published something of.
pub async fn kinds<C: Queries>(db: &C, site: Id<Site>) -> Result<Vec<&'static Kind>> {
    // One step into the index for each kind, however many entries there are.
    let kind = |kind: &&Kind| {
        format!(
            "SELECT '{0}' AS kind WHERE EXISTS (SELECT 1 FROM portal_entry WHERE site_id = $1 AND kind = '{0}' \
             AND published_revision IS NOT NULL)",
            kind.name
        )
    };
    let sql: Vec<String> = ALL.iter().map(kind).collect();
    let found: Vec<String> = db.column(&sql.join(" UNION ALL "), vec![site.uuid().into()]).await?;
    Ok(ALL.iter().copied().filter(|kind| found.iter().any(|f| f == kind.name)).collect())
}

#[derive(FromQueryResult)]
struct OneRow {
    id: Uuid,
    kind: String,
    published_at: i64,
    revised_at: Option<i64>,
    original_id: Option<Uuid>,
    slug: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    body: Option<String>,
    lang: Option<String>,
    fields: Option<String>,
    worked: Option<String>,
}

/// A public entry, or what remains of one that was.
#[derive(Debug)]
pub struct Opened {
    /// Its identifier.
    pub id: Uuid,
    /// What it is.
    pub kind: &'static Kind,
    /// When it was first published.
    pub published_at: Timestamp,
    /// When another revision appeared, if one did.
    pub revised_at: Option<Timestamp>,
    /// Its title in the address and what it says; nothing once it is withdrawn.
    pub content: Option<(String, Content)>,
    /// What it is a translation of.
    pub original: Option<Uuid>,
}

/// An entry that is or was public, by the end of its address.
pub async fn open<C: Queries>(db: &C, site: Id<Site>, short: &str) -> Result<Option<Opened>> {
    let sql = "SELECT a.id, a.kind, a.published_at, a.revised_at, a.original_id, r.slug, r.title, r.summary, r.body, r.lang, \
         r.fields, d.value AS worked FROM portal_entry a LEFT JOIN portal_entry_revision r \
         ON r.entry_id = a.id AND r.number = a.published_revision \
         LEFT JOIN portal_entry_facet d ON d.entry_id = a.id AND d.until IS NOT NULL \
         WHERE a.short = $1 AND a.site_id = $2 AND a.published_at IS NOT NULL";
    let Some(row) = db.one::<OneRow>(sql, vec![short.into(), site.uuid().into()]).await? else {
        return Ok(None);
    };
    let kind = known_kind(&row.kind)?;
    let content = match row.slug {
        None => None,
        Some(slug) => {
            let text = Option::<String>::unwrap_or_default;
            let content = Content {
                kind,
                title: text(row.title),
                summary: text(row.summary),
                body: text(row.body),
                lang: lang(&text(row.lang)),
                fields: relation::known(kind, Fields::parse(&text(row.fields))?, row.worked),
            };
            Some((slug, content))
        }
    };
    Ok(Some(Opened {
        id: row.id,
        kind,
        published_at: Timestamp(row.published_at),
        revised_at: row.revised_at.map(Timestamp),
        content,
        original: row.original_id,
    }))
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
    summary: String,
    body: String,
    fields: String,
    worked: Option<String>,
    lang: String,
    published_at: i64,
}

/// Which entries the search may find: those published.
pub async fn search_ids(app: &App) -> Result<Vec<Uuid>> {
    app.db().read().column("SELECT id FROM portal_entry WHERE published_revision IS NOT NULL", vec![]).await
}

/// What the search may find of these entries, some hundreds at most: what is published. Names and addresses of sites
/// are as the database has them: the index may follow the journal faster than the family in memory does.
pub async fn search_docs(app: &App, ids: &[Uuid]) -> Result<Vec<SearchDoc>> {
    let sql = format!(
        "SELECT a.id, a.kind, s.slug AS site_slug, s.name AS site_name, a.short, r.slug, r.title, r.summary, r.body, \
         r.fields, d.value AS worked, r.lang, a.published_at {SHOWN} JOIN portal_site s ON s.id = a.site_id \
         WHERE a.id IN {}",
        placeholders(1, ids.len())
    );
    let rows: Vec<DocRow> = app.db().read().all(&sql, ids.iter().map(|&id| id.into()).collect()).await?;
    rows.into_iter().map(doc).collect()
}

fn doc(row: DocRow) -> Result<SearchDoc> {
    let kind = known_kind(&row.kind)?;
    let fields = relation::known(kind, Fields::parse(&row.fields)?, row.worked);
    let mut facets = vec![
        ("site".to_owned(), row.site_slug.clone()),
        ("agency".to_owned(), row.site_name),
        ("section".to_owned(), kind.section.to_owned()),
    ];
    for field in kind.facets().filter(|field| !fields.is_empty(field.name)) {
        facets.push((field.name.to_owned(), fields.text(field.name).to_owned()));
    }
    // A word chosen from a list is a facet; as text nobody would look for it.
    let said: Vec<&str> = kind.fields.iter().flat_map(|field| fields.said(field)).collect();
    Ok(SearchDoc {
        kind: "entry".to_owned(),
        id: row.id.to_string(),
        lang: row.lang,
        title: row.title,
        codes: [fields.text("number")].into_iter().filter(|no| !no.is_empty()).map(str::to_owned).collect(),
        body: format!("{}\n{}\n{}", row.summary, body::to_text(&row.body), said.join("\n")),
        url: format!("/s/{}/{}/{}-{}", row.site_slug, kind.section, row.slug, row.short),
        facets,
        audience: Audience::Public,
        at: Timestamp(row.published_at),
        boost: 0.0,
    })
}
