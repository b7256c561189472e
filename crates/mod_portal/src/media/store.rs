//! Every statement on the library.

use base::{Actor, Id, Timestamp};
use kernel::{
    Error, Result, RowScope,
    db::{FromQueryResult, Queries, Values, like_prefix, placeholders},
};
use sea_orm::prelude::Uuid;

use super::model::{Details, Focus, Item};
use crate::{entry::Entry, policy::ENTRY_WRITE, site::Site};

/// Items on a page of the library.
pub const PER_PAGE: u64 = 24;

const WHOLE: &str = "SELECT m.id, m.site_id, s.agency_id, o.path AS agency_path, m.file_id, m.is_picture, m.title, m.alt, \
     m.caption, m.credit, m.focus, m.is_shared, m.created_at, m.version FROM portal_media m \
     JOIN portal_site s ON s.id = m.site_id JOIN org_agency o ON o.id = s.agency_id";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    site_id: Uuid,
    agency_id: Uuid,
    agency_path: String,
    file_id: Uuid,
    is_picture: bool,
    title: String,
    alt: String,
    caption: String,
    credit: String,
    focus: String,
    is_shared: bool,
    created_at: i64,
    version: i64,
}

impl From<Row> for Item {
    fn from(row: Row) -> Self {
        Self {
            id: Id::from_uuid(row.id),
            site: Id::from_uuid(row.site_id),
            agency: row.agency_id,
            agency_path: row.agency_path,
            file: Id::from_uuid(row.file_id),
            is_picture: row.is_picture,
            details: Details {
                title: row.title,
                alt: row.alt,
                caption: row.caption,
                credit: row.credit,
                focus: Focus::parse(&row.focus).unwrap_or_default(),
                is_shared: row.is_shared,
            },
            created_at: Timestamp(row.created_at),
            version: row.version,
        }
    }
}

/// Rows of the sites this actor writes for, and what other sites share.
fn visible_to(actor: &Actor, values: &mut Values) -> String {
    let own = RowScope::of(actor, ENTRY_WRITE).condition("o.path", values);
    format!("(m.is_shared OR {own})")
}

/// What the library is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only pictures, or only what is none.
    pub pictures: Option<bool>,
    /// Only those of this site.
    pub site: Option<Id<Site>>,
    /// Only those whose title, description or credit contains this, accents or not.
    pub words: String,
}

fn condition(actor: &Actor, filter: &Filter, values: &mut Values) -> String {
    let mut sql = visible_to(actor, values);
    if let Some(pictures) = filter.pictures {
        sql.push_str(if pictures { " AND m.is_picture" } else { " AND NOT m.is_picture" });
    }
    if let Some(site) = filter.site {
        values.push(site.uuid().into());
        sql.push_str(&format!(" AND m.site_id = ${}", values.len()));
    }
    let words = base::text::fold(&filter.words);
    if !words.is_empty() {
        values.push(format!("%{}", like_prefix(&words)).into());
        sql.push_str(&format!(" AND m.folded LIKE ${} ESCAPE '\\'", values.len()));
    }
    sql
}

/// How many there are.
pub async fn count<C: Queries>(db: &C, actor: &Actor, filter: &Filter) -> Result<u64> {
    let mut values = Values::new();
    let condition = condition(actor, filter, &mut values);
    let sql = format!(
        "SELECT count(*) FROM portal_media m JOIN portal_site s ON s.id = m.site_id \
         JOIN org_agency o ON o.id = s.agency_id WHERE {condition}"
    );
    Ok(db.scalar::<i64>(&sql, values).await?.unwrap_or(0).unsigned_abs())
}

/// A page of them, latest first.
pub async fn list<C: Queries>(
    db: &C,
    actor: &Actor,
    filter: &Filter,
    limit: u64,
    offset: u64,
) -> Result<Vec<Item>> {
    let mut values = Values::new();
    let condition = condition(actor, filter, &mut values);
    let sql = format!(
        "{WHOLE} WHERE {condition} ORDER BY m.created_at DESC, m.id DESC LIMIT {limit} OFFSET {offset}"
    );
    let rows: Vec<Row> = db.all(&sql, values).await?;
    Ok(rows.into_iter().map(Item::from).collect())
}

/// The latest items this actor may use, for forms without scripts: identifiers and titles.
///
/// # Errors
/// The database's.
pub async fn choices<C: Queries>(
    db: &C,
    actor: &Actor,
    pictures: bool,
    named: &[Id<Item>],
) -> Result<Vec<Item>> {
    let filter = Filter { pictures: Some(pictures), ..Filter::default() };
    let mut found = list(db, actor, &filter, 40, 0).await?;
    // What the form names already can be kept, however old it is.
    let missing: Vec<Id<Item>> =
        named.iter().copied().filter(|id| found.iter().all(|item| item.id != *id)).collect();
    found.extend(all(db, &missing).await?.into_iter().filter(|item| item.is_picture == pictures));
    Ok(found)
}

/// An item this actor may use.
pub async fn find<C: Queries>(db: &C, actor: &Actor, id: Id<Item>) -> Result<Option<Item>> {
    let mut values: Values = vec![id.uuid().into()];
    let visible = visible_to(actor, &mut values);
    let row: Option<Row> = db.one(&format!("{WHOLE} WHERE m.id = $1 AND {visible}"), values).await?;
    Ok(row.map(Item::from))
}

/// These items, whoever asks: what an entry shows is as public as the entry.
pub async fn all<C: Queries>(db: &C, ids: &[Id<Item>]) -> Result<Vec<Item>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{WHOLE} WHERE m.id IN {}", placeholders(1, ids.len()));
    let rows: Vec<Row> = db.all(&sql, ids.iter().map(|id| id.uuid().into()).collect()).await?;
    Ok(rows.into_iter().map(Item::from).collect())
}

/// Which of these are not (or no longer) in the library.
///
/// # Errors
/// The database's.
pub async fn unknown<C: Queries>(db: &C, ids: &[Id<Item>]) -> Result<Vec<Id<Item>>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT id FROM portal_media WHERE id IN {}", placeholders(1, ids.len()));
    let known: Vec<Uuid> = db.column(&sql, ids.iter().map(|id| id.uuid().into()).collect()).await?;
    Ok(ids.iter().copied().filter(|id| !known.contains(&id.uuid())).collect())
}

/// Which of these belong to sites this actor does not write for and that do not share them. What an entry they write for
/// shows already may stay.
///
/// # Errors
/// The database's.
pub async fn foreign<C: Queries>(db: &C, actor: &Actor, ids: &[Id<Item>]) -> Result<Vec<Id<Item>>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Values = ids.iter().map(|id| id.uuid().into()).collect();
    let visible = visible_to(actor, &mut values);
    let own = RowScope::of(actor, ENTRY_WRITE).condition("w.path", &mut values);
    let sql = format!(
        "SELECT m.id FROM portal_media m JOIN portal_site s ON s.id = m.site_id JOIN org_agency o ON o.id = s.agency_id \
         WHERE m.id IN {} AND NOT {visible} AND NOT EXISTS (SELECT 1 FROM portal_media_use u \
         JOIN portal_entry e ON e.id = u.entry_id JOIN portal_site h ON h.id = e.site_id \
         JOIN org_agency w ON w.id = h.agency_id WHERE u.media_id = m.id AND {own})",
        placeholders(1, ids.len())
    );
    let found: Vec<Uuid> = db.column(&sql, values).await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

fn folded(details: &Details) -> String {
    base::text::fold(&format!("{} {} {} {}", details.title, details.alt, details.caption, details.credit))
}

/// Writes a new item.
pub async fn insert<C: Queries>(db: &C, item: &Item, by: Option<Uuid>) -> Result<()> {
    let d = &item.details;
    db.run(
        "INSERT INTO portal_media (id, site_id, file_id, is_picture, title, folded, alt, caption, credit, focus, \
         is_shared, created_by, created_at, updated_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14)",
        vec![
            item.id.uuid().into(),
            item.site.uuid().into(),
            item.file.uuid().into(),
            item.is_picture.into(),
            d.title.clone().into(),
            folded(d).into(),
            d.alt.clone().into(),
            d.caption.clone().into(),
            d.credit.clone().into(),
            d.focus.code().into(),
            d.is_shared.into(),
            by.into(),
            item.created_at.0.into(),
            item.version.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Writes an item, provided nobody else did so since it was read.
pub async fn save<C: Queries>(db: &C, item: &mut Item, now: Timestamp) -> Result<()> {
    let d = &item.details;
    let values = vec![
        item.id.uuid().into(),
        item.version.into(),
        item.file.uuid().into(),
        d.title.clone().into(),
        folded(d).into(),
        d.alt.clone().into(),
        d.caption.clone().into(),
        d.credit.clone().into(),
        d.focus.code().into(),
        d.is_shared.into(),
        now.0.into(),
    ];
    let sql = "UPDATE portal_media SET file_id = $3, title = $4, folded = $5, alt = $6, caption = $7, credit = $8, \
               focus = $9, is_shared = $10, updated_at = $11, version = version + 1 WHERE id = $1 AND version = $2";
    if db.run(sql, values).await? == 0 {
        return Err(Error::stale());
    }
    item.version += 1;
    Ok(())
}

/// Removes an item, provided nobody changed it since it was read.
pub async fn delete<C: Queries>(db: &C, item: &Item) -> Result<()> {
    let sql = "DELETE FROM portal_media WHERE id = $1 AND version = $2";
    if db.run(sql, vec![item.id.uuid().into(), item.version.into()]).await? == 0 {
        return Err(Error::stale());
    }
    Ok(())
}

/// What a revision of an entry shows of the library.
#[derive(Clone, Debug)]
pub struct Shows {
    /// The entry.
    pub entry: Id<Entry>,
    /// The number of the revision.
    pub revision: i64,
    /// The items.
    pub items: Vec<Id<Item>>,
}

/// Keeps which items revisions show.
///
/// # Errors
/// The database's.
pub async fn note_uses<C: Queries>(db: &C, uses: &[Shows]) -> Result<()> {
    let rows: Vec<[kernel::db::Value; 3]> = uses
        .iter()
        .flat_map(|shows| {
            let row =
                |item: &Id<Item>| [item.uuid().into(), shows.entry.uuid().into(), shows.revision.into()];
            shows.items.iter().map(row)
        })
        .collect();
    for some in rows.chunks(200) {
        let sql = format!(
            "INSERT INTO portal_media_use (media_id, entry_id, revision) VALUES {} ON CONFLICT DO NOTHING",
            placeholders(some.len(), 3)
        );
        db.run(&sql, some.iter().flatten().cloned().collect()).await?;
    }
    Ok(())
}

/// An entry that shows an item, or the face of a site.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Use {
    /// The entry; nothing for the face of a site.
    pub entry_id: Option<Uuid>,
    /// Its title as worked on; empty for a face.
    pub title: String,
    /// Its site.
    pub site_id: Uuid,
    /// The path of that site's agency.
    pub path: String,
    /// Whether readers see the item in it.
    pub is_public: bool,
}

/// The entries that show an item, in what is being worked on or in what readers see, and the faces of sites that do; so
/// many of each at most, public ones first.
pub async fn uses<C: Queries>(db: &C, id: Id<Item>, most: u64) -> Result<Vec<Use>> {
    let mut uses = entries(db, id, most).await?;
    uses.extend(faces(db, id, most).await?);
    uses.sort_by_key(|one| !one.is_public);
    Ok(uses)
}

/// The sites whose home page or look names an item. They are few and say little, so that their texts are looked through.
async fn faces<C: Queries>(db: &C, id: Id<Item>, most: u64) -> Result<Vec<Use>> {
    let sql = format!(
        "SELECT CAST(NULL AS UUID) AS entry_id, '' AS title, p.site_id, o.path, \
         MAX(CASE WHEN p.shown LIKE $1 THEN 1 ELSE 0 END) = 1 AS is_public FROM portal_site_part p \
         JOIN portal_site s ON s.id = p.site_id JOIN org_agency o ON o.id = s.agency_id \
         WHERE p.shown LIKE $1 OR p.draft LIKE $1 GROUP BY p.site_id, o.path ORDER BY 5 DESC, p.site_id LIMIT {most}"
    );
    db.all(&sql, vec![format!("%\"{id}\"%").into()]).await
}

/// The entries that show an item.
async fn entries<C: Queries>(db: &C, id: Id<Item>, most: u64) -> Result<Vec<Use>> {
    let sql = format!(
        "SELECT e.id AS entry_id, r.title, e.site_id, o.path, \
         MAX(CASE WHEN u.revision = e.published_revision THEN 1 ELSE 0 END) = 1 AS is_public \
         FROM portal_media_use u JOIN portal_entry e ON e.id = u.entry_id \
         AND (u.revision = e.revision OR u.revision = e.published_revision) \
         JOIN portal_entry_revision r ON r.entry_id = e.id AND r.number = e.revision \
         JOIN portal_site s ON s.id = e.site_id JOIN org_agency o ON o.id = s.agency_id \
         WHERE u.media_id = $1 GROUP BY e.id, r.title, e.site_id, o.path \
         ORDER BY 5 DESC, r.title, e.id LIMIT {most}"
    );
    db.all(&sql, vec![id.uuid().into()]).await
}
