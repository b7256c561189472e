//! Every query of the slice: here those on one entry, in [`public`] what readers see, in [`listing`] the work list, in
//! [`work`] the history, in [`waiting`] what waits for whom.

pub mod listing;
pub mod public;
mod shelf;
pub mod waiting;
pub mod work;

use base::{Actor, Id, LocalDate, Timestamp};
use kernel::{
    Error, Result, RowScope,
    db::{FromQueryResult, Queries, Value, Values, placeholders},
};
use sea_orm::prelude::Uuid;

pub use work::contents;

use super::{
    content::Content,
    field::{Fields, Shape},
    kind::Kind,
    model::{Entry, Status},
    relation,
    tongue::Tongue,
};
use crate::{media, policy};

/// Rows of the sites whose entries this actor may write or publish, as an SQL condition on the agency's path.
pub fn visible_to(actor: &Actor, values: &mut Values) -> String {
    let write = RowScope::of(actor, policy::ENTRY_WRITE).condition("o.path", values);
    let publish = RowScope::of(actor, policy::ENTRY_PUBLISH).condition("o.path", values);
    format!("({write} OR {publish})")
}

const WHOLE: &str = "SELECT a.id, a.site_id, s.agency_id, o.path AS agency_path, o.valid_to AS agency_until, a.short, a.status, a.revision, \
     a.published_revision, a.published_at, a.revised_at, a.publish_at, a.withdraw_at, a.withdrawn_at, a.writer_id, a.reviewer_id, \
     a.updated_at, a.version, a.kind, a.original_id, r.title, r.summary, r.body, r.lang, r.fields FROM portal_entry a JOIN portal_site s ON s.id = a.site_id \
     JOIN org_agency o ON o.id = s.agency_id JOIN portal_entry_revision r ON r.entry_id = a.id";

#[derive(FromQueryResult)]
struct EntryRow {
    id: Uuid,
    site_id: Uuid,
    agency_id: Uuid,
    agency_path: String,
    agency_until: Option<String>,
    short: String,
    status: String,
    revision: i64,
    published_revision: Option<i64>,
    published_at: Option<i64>,
    revised_at: Option<i64>,
    publish_at: Option<i64>,
    withdraw_at: Option<i64>,
    withdrawn_at: Option<i64>,
    writer_id: Option<Uuid>,
    reviewer_id: Option<Uuid>,
    updated_at: i64,
    version: i64,
    kind: String,
    original_id: Option<Uuid>,
    title: String,
    summary: String,
    body: String,
    lang: String,
    fields: String,
}

impl EntryRow {
    fn into_entry(self, hands: Vec<Uuid>) -> Result<Entry> {
        let status = Status::parse(&self.status)
            .ok_or_else(|| Error::internal(format!("entry {} has status {}", self.id, self.status)))?;
        Ok(Entry {
            id: Id::from_uuid(self.id),
            site: Id::from_uuid(self.site_id),
            agency: self.agency_id,
            agency_path: self.agency_path,
            agency_until: self.agency_until.as_deref().and_then(|day| LocalDate::parse(day).ok()),
            short: self.short,
            status,
            revision: self.revision,
            published_revision: self.published_revision,
            published_at: self.published_at.map(Timestamp),
            revised_at: self.revised_at.map(Timestamp),
            publish_at: self.publish_at.map(Timestamp),
            withdraw_at: self.withdraw_at.map(Timestamp),
            withdrawn_at: self.withdrawn_at.map(Timestamp),
            writer: self.writer_id,
            reviewer: self.reviewer_id,
            hands,
            updated_at: Timestamp(self.updated_at),
            version: self.version,
            original: self.original_id.map(Id::from_uuid),
            content: Content {
                kind: kind(&self.kind)?,
                title: self.title,
                summary: self.summary,
                body: self.body,
                lang: lang(&self.lang),
                fields: Fields::parse(&self.fields)?,
            },
        })
    }
}

/// The kind kept under this word.
pub fn kind(name: &str) -> Result<&'static Kind> {
    Kind::by_name(name).ok_or_else(|| Error::internal(format!("an entry is of kind {name}, which is none")))
}

fn lang(code: &str) -> Tongue {
    Tongue::parse(code).unwrap_or(Tongue::VI)
}

/// An entry this actor may work on, with the revision being worked on.
pub async fn find<C: Queries>(db: &C, actor: &Actor, id: Id<Entry>) -> Result<Option<Entry>> {
    let mut values: Values = vec![id.uuid().into()];
    let visible = visible_to(actor, &mut values);
    let sql = format!("{WHOLE} AND r.number = a.revision WHERE a.id = $1 AND {visible}");
    let Some(row) = db.one::<EntryRow>(&sql, values).await? else { return Ok(None) };
    let hands = db
        .column(
            "SELECT DISTINCT editor_id FROM portal_entry_revision \
             WHERE entry_id = $1 AND number > $2 AND editor_id IS NOT NULL",
            vec![row.id.into(), row.published_revision.unwrap_or(0).into()],
        )
        .await?;
    row.into_entry(hands).map(Some)
}

/// Writes a new entry with its first revision; what is public has to be filed besides.
pub async fn insert<C: Queries>(db: &C, entry: &Entry, origin: Option<&str>) -> Result<()> {
    insert_many(db, &[(entry, origin)]).await
}

/// As [`insert`], many at a time.
pub async fn insert_many<C: Queries>(db: &C, entries: &[(&Entry, Option<&str>)]) -> Result<()> {
    // Both databases allow far more parameters than these few hundred.
    for some in entries.chunks(40) {
        let mut values: Values = Vec::with_capacity(some.len() * 20);
        for (entry, origin) in some {
            values.extend([
                entry.id.uuid().into(),
                entry.site.uuid().into(),
                entry.short.clone().into(),
                origin.map(str::to_owned).into(),
            ]);
            values.extend(state(entry));
            values.extend([entry.writer.into(), entry.version.into(), entry.content.kind.name.into()]);
            values.push(entry.original.map(|original| original.uuid()).into());
        }
        let sql = format!(
            "INSERT INTO portal_entry (id, site_id, short, origin, status, revision, published_revision, \
             published_at, revised_at, publish_at, withdraw_at, withdrawn_at, reviewer_id, updated_at, lang, place, writer_id, version, kind, original_id) \
             VALUES {}",
            placeholders(some.len(), 20)
        );
        db.run(&sql, values).await?;
        let entries: Vec<&Entry> = some.iter().map(|(entry, _)| *entry).collect();
        insert_revisions(db, &entries, |entry| entry.writer).await?;
    }
    Ok(())
}

/// What of an entry changes. What the public sees of it stands in lists under its language and its place.
fn state(entry: &Entry) -> [Value; 12] {
    let at = |at: Option<Timestamp>| -> Value { at.map(|at| at.0).into() };
    [
        entry.status.code().into(),
        entry.revision.into(),
        entry.published_revision.into(),
        at(entry.published_at),
        at(entry.revised_at),
        at(entry.publish_at),
        at(entry.withdraw_at),
        at(entry.withdrawn_at),
        entry.reviewer.into(),
        entry.updated_at.0.into(),
        entry.content.lang.code().into(),
        entry.published_at.map(|at| entry.content.place(at)).unwrap_or_default().into(),
    ]
}

/// Keeps the present content as another revision.
pub async fn add_revision<C: Queries>(db: &C, entry: &Entry, by: Option<Uuid>) -> Result<()> {
    insert_revisions(db, &[entry], |_| by).await
}

async fn insert_revisions<C: Queries>(
    db: &C,
    entries: &[&Entry],
    by: impl Fn(&Entry) -> Option<Uuid>,
) -> Result<()> {
    let mut values: Values = Vec::with_capacity(entries.len() * 11);
    for entry in entries {
        let c = &entry.content;
        values.extend::<[Value; 11]>([
            entry.id.uuid().into(),
            entry.revision.into(),
            c.title.clone().into(),
            base::text::fold(&format!("{} {} {}", c.title, c.summary, c.fields.text("number"))).into(),
            c.slug().into(),
            c.summary.clone().into(),
            c.body.clone().into(),
            c.lang.code().into(),
            c.fields.json()?.into(),
            by(entry).into(),
            entry.updated_at.0.into(),
        ]);
    }
    let sql = format!(
        "INSERT INTO portal_entry_revision (entry_id, number, title, folded, slug, summary, body, lang, fields, \
         editor_id, at) VALUES {}",
        placeholders(entries.len(), 11)
    );
    db.run(&sql, values).await?;
    let shows = |e: &&Entry| media::Shows { entry: e.id, revision: e.revision, items: e.content.media() };
    let uses: Vec<_> = entries.iter().map(shows).collect();
    media::note_uses(db, &uses).await
}

/// Writes the entry's state, provided nobody else did so since it was read.
pub async fn save<C: Queries>(db: &C, entry: &mut Entry) -> Result<()> {
    let mut values: Values = state(entry).into();
    values.extend::<[Value; 2]>([entry.id.uuid().into(), entry.version.into()]);
    // A revision being worked on changes nothing of what lists show.
    let shown = "$2 = COALESCE($3, 0)";
    let sql = format!(
        "UPDATE portal_entry SET status = $1, revision = $2, published_revision = $3, published_at = $4, \
         revised_at = $5, publish_at = $6, withdraw_at = $7, withdrawn_at = $8, reviewer_id = $9, updated_at = $10, \
         lang = CASE WHEN {shown} THEN $11 ELSE lang END, place = CASE WHEN {shown} THEN $12 ELSE place END, \
         version = version + 1 WHERE id = $13 AND version = $14"
    );
    if db.run(&sql, values).await? == 0 {
        return Err(Error::stale());
    }
    entry.version += 1;
    Ok(())
}

/// Files what the public sees of entries under the values of their facets; nothing once they are withdrawn.
pub async fn file<C: Queries>(db: &C, entries: &[&Entry], today: LocalDate) -> Result<()> {
    for some in entries.chunks(100) {
        let ids: Values = some.iter().map(|entry| entry.id.uuid().into()).collect();
        let numbers: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
        let sql = format!("DELETE FROM portal_entry_facet WHERE entry_id IN ({})", numbers.join(", "));
        db.run(&sql, ids).await?;
    }
    let public: Vec<&Entry> = entries.iter().copied().filter(|entry| entry.is_public()).collect();
    let mut rows = relation::rows(db, &public, today).await?;
    for entry in public {
        for field in entry.content.kind.facets() {
            let value = entry.content.fields.text(field.name);
            if matches!(field.shape, Shape::Choice(_)) && !value.is_empty() {
                let mut row = facet(entry, field.name, value);
                row.push(None::<String>.into());
                rows.push(row);
            }
        }
    }
    let sql =
        "INSERT INTO portal_entry_facet (entry_id, name, value, site_id, kind, lang, place, until) VALUES {}";
    db.run_rows(sql, &rows).await?;
    Ok(())
}

/// A value of a facet, with its place in the lists narrowed by it.
pub fn facet(entry: &Entry, name: &str, value: &str) -> Values {
    vec![
        entry.id.uuid().into(),
        name.into(),
        value.into(),
        entry.site.uuid().into(),
        entry.content.kind.name.into(),
        entry.content.lang.code().into(),
        entry.published_at.map(|at| entry.content.place(at)).unwrap_or_default().into(),
    ]
}

/// Keeps why an entry was returned or withdrawn; the journal names the row.
pub async fn add_reason<C: Queries>(
    db: &C,
    id: Uuid,
    entry: &Entry,
    at: Timestamp,
    reason: &str,
) -> Result<()> {
    db.run(
        "INSERT INTO portal_entry_reason (id, entry_id, at, reason) VALUES ($1, $2, $3, $4)",
        vec![id.into(), entry.id.uuid().into(), at.0.into(), reason.into()],
    )
    .await?;
    Ok(())
}

/// Which of these have been imported before, by their origin.
pub async fn known_origins<C: Queries>(db: &C, prefix: &str) -> Result<Vec<String>> {
    let sql =
        format!("SELECT origin FROM portal_entry WHERE substr(origin, 1, {}) = $1", prefix.chars().count());
    db.column(&sql, vec![prefix.into()]).await
}
