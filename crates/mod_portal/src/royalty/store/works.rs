//! Every statement on what was published and may be awarded for.

use base::{Actor, Id, LocalDate, Timestamp};
use kernel::{
    Result,
    db::{FromQueryResult, Queries, Value, Values, placeholders},
};
use sea_orm::prelude::Uuid;

use super::visible_to;
use crate::{
    royalty::{model::Work, month::Month, payee::Writers},
    site::Site,
};

/// A published entry for which something may be awarded.
#[derive(Clone, Debug)]
pub struct Published {
    /// What an award names, with the day of its first publication.
    pub work: Work,
    /// The day readers first saw the revision they see now.
    pub revised_on: LocalDate,
    /// Whether an older revision was awarded for.
    pub awarded_before: bool,
    /// What kind of entry.
    pub kind: String,
    /// The author it names.
    pub author: String,
}

impl Published {
    /// The same as new work, whose day is that of the revision.
    pub fn again(&self) -> Work {
        Work { published_on: self.revised_on, ..self.work.clone() }
    }
}

#[derive(FromQueryResult)]
struct PublishedRow {
    id: Uuid,
    kind: String,
    revision: i64,
    title: String,
    fields: String,
    published_at: i64,
    revised_at: Option<i64>,
    awarded_before: i64,
}

impl PublishedRow {
    fn into_published(self) -> Result<Published> {
        let fields = crate::entry::field::Fields::parse(&self.fields)?;
        Ok(Published {
            work: Work {
                entry: self.id,
                revision: self.revision,
                title: self.title,
                published_on: Timestamp(self.published_at).local_date(),
            },
            revised_on: Timestamp(self.revised_at.unwrap_or(self.published_at)).local_date(),
            awarded_before: self.awarded_before > 0,
            kind: self.kind,
            author: fields.text("author").to_owned(),
        })
    }
}

/// Whether something was awarded for an older revision of an entry than readers see.
const AWARDED_BEFORE: &str = "EXISTS (SELECT 1 FROM portal_royalty_award b WHERE b.entry_id = a.id \
     AND b.revision < a.published_revision AND b.status <> 'withdrawn')";

const ENTRIES: &str = "FROM portal_entry a \
     JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision \
     JOIN portal_site s ON s.id = a.site_id JOIN org_agency o ON o.id = s.agency_id \
     WHERE a.published_revision IS NOT NULL AND a.published_at IS NOT NULL";

fn select(condition: &str) -> String {
    format!(
        "SELECT a.id, a.kind, a.published_revision AS revision, r.title, r.fields, a.published_at, a.revised_at, \
         CAST(CASE WHEN {AWARDED_BEFORE} THEN 1 ELSE 0 END AS BIGINT) AS awarded_before {ENTRIES} AND {condition}"
    )
}

/// A published entry of a site.
pub async fn published<C: Queries>(db: &C, site: Id<Site>, entry: Uuid) -> Result<Option<Published>> {
    let sql = select("a.site_id = $1 AND a.id = $2");
    let row: Option<PublishedRow> = db.one(&sql, vec![site.uuid().into(), entry.into()]).await?;
    row.map(PublishedRow::into_published).transpose()
}

/// Several of them, in no order.
pub async fn published_of<C: Queries>(db: &C, site: Id<Site>, entries: &[Uuid]) -> Result<Vec<Published>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let values = std::iter::once(site.uuid()).chain(entries.iter().copied()).map(Into::into).collect();
    let numbers: Vec<String> = (2..entries.len() + 2).map(|n| format!("${n}")).collect();
    let sql = select(&format!("a.site_id = $1 AND a.id IN ({})", numbers.join(", ")));
    let rows: Vec<PublishedRow> = db.all(&sql, values).await?;
    rows.into_iter().map(PublishedRow::into_published).collect()
}

/// What a site published in a month and nothing was awarded for, narrowed to a kind: what was never awarded counts on the day
/// of its first publication, whatever was changed since; what was is listed on the day it was published anew.
#[derive(Clone, Debug)]
pub struct Unawarded<'a> {
    /// The site.
    pub site: Id<Site>,
    /// The month.
    pub month: Month,
    /// Only this kind of entry; any where it is empty.
    pub kind: &'a str,
    /// Those awarded for in an older revision and published anew in this month, instead of those first published in it.
    pub revised: bool,
}

impl Unawarded<'_> {
    const fn column(&self) -> &'static str {
        if self.revised { "a.revised_at" } else { "a.published_at" }
    }

    fn condition(&self, actor: &Actor, values: &mut Values) -> String {
        let at = |day: LocalDate| Timestamp::from_local(day.at(time::Time::MIDNIGHT)).0;
        values.extend::<[Value; 3]>([
            self.site.uuid().into(),
            at(self.month.first()).into(),
            at(self.month.next().first()).into(),
        ]);
        let column = self.column();
        let awarded = if self.revised { "AND w.revision = a.published_revision" } else { "" };
        let mut sql = format!(
            "a.site_id = $1 AND {column} >= $2 AND {column} < $3 AND NOT EXISTS (SELECT 1 FROM portal_royalty_award w \
             WHERE w.entry_id = a.id AND w.status <> 'withdrawn' {awarded})"
        );
        if self.revised {
            sql.push_str(" AND ");
            sql.push_str(AWARDED_BEFORE);
        }
        if !self.kind.is_empty() {
            values.push(self.kind.into());
            sql.push_str(&format!(" AND a.kind = ${}", values.len()));
        }
        let visible = visible_to(actor, values);
        format!("{sql} AND {visible}")
    }
}

/// Those, the first published first.
pub async fn unawarded<C: Queries>(
    db: &C,
    actor: &Actor,
    asked: &Unawarded<'_>,
    limit: u64,
    offset: u64,
) -> Result<Vec<Published>> {
    let mut values = Values::new();
    let condition = asked.condition(actor, &mut values);
    let sql =
        format!("{} ORDER BY {}, a.id LIMIT {limit} OFFSET {offset}", select(&condition), asked.column());
    let rows: Vec<PublishedRow> = db.all(&sql, values).await?;
    rows.into_iter().map(PublishedRow::into_published).collect()
}

/// How many there are of each kind.
pub async fn unawarded_kinds<C: Queries>(
    db: &C,
    actor: &Actor,
    asked: &Unawarded<'_>,
) -> Result<Vec<(String, u64)>> {
    #[derive(FromQueryResult)]
    struct Count {
        kind: String,
        n: i64,
    }
    let mut values = Values::new();
    let condition = asked.condition(actor, &mut values);
    let sql = format!(
        "SELECT a.kind, count(*) AS n FROM portal_entry a JOIN portal_site s ON s.id = a.site_id \
         JOIN org_agency o ON o.id = s.agency_id WHERE a.published_revision IS NOT NULL AND {condition} \
         GROUP BY a.kind ORDER BY n DESC, a.kind"
    );
    let rows: Vec<Count> = db.all(&sql, values).await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.n.unsigned_abs())).collect())
}

/// Who began and who saved each of these entries, whoever began it first.
pub async fn writers<C: Queries>(db: &C, entries: &[Uuid]) -> Result<Writers> {
    #[derive(FromQueryResult)]
    struct Row {
        entry_id: Uuid,
        account: Uuid,
    }
    let mut writers = Writers::new();
    if entries.is_empty() {
        return Ok(writers);
    }
    let within = placeholders(1, entries.len());
    let sql = format!(
        "SELECT id AS entry_id, writer_id AS account, 0 AS number FROM portal_entry \
         WHERE writer_id IS NOT NULL AND id IN {within} UNION ALL \
         SELECT entry_id, editor_id AS account, number FROM portal_entry_revision \
         WHERE editor_id IS NOT NULL AND entry_id IN {within} ORDER BY 1, 3"
    );
    let rows: Vec<Row> = db.all(&sql, entries.iter().map(|&id| id.into()).collect()).await?;
    for row in rows {
        let known: &mut Vec<Uuid> = writers.entry(row.entry_id).or_default();
        if !known.contains(&row.account) {
            known.push(row.account);
        }
    }
    Ok(writers)
}
