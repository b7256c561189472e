//! Every statement on ratings: sums that are added to, never rows of somebody.

use base::{Actor, Id, LocalDate};
use kernel::{
    App, Result, RowScope,
    db::{FromQueryResult, Queries, Values},
};
use sea_orm::prelude::Uuid;

use super::model::{Grade, Rated, Rating, Reason, Sum};
use crate::{policy::READERS_SEE, site::Site};

/// Notes that a form is being counted; false if it was before. Two sendings at once wait for each other here.
pub async fn take_form<C: Queries>(db: &C, form: Id<Rating>, day: LocalDate) -> Result<bool> {
    let sql = "INSERT INTO portal_rating_form (id, day) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
    Ok(db.run(sql, vec![form.uuid().into(), day.iso().into()]).await? == 1)
}

/// Adds to the sums of a day. The database adds, so that nobody's rating is lost to somebody's who came at the same time.
pub async fn add<C: Queries>(
    db: &C,
    rated: &Rated,
    rating: &Rating,
    day: LocalDate,
    times: i64,
) -> Result<()> {
    let about = |word: &str| -> Values {
        vec![
            rated.site.into(),
            rated.section.into(),
            rated.subject().into(),
            day.iso().into(),
            word.into(),
            times.into(),
        ]
    };
    let sql = "INSERT INTO portal_rating (site_id, section, subject, day, grade, n) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (site_id, section, subject, day, grade) DO UPDATE SET n = portal_rating.n + excluded.n";
    db.run(sql, about(rating.grade.code())).await?;
    let sql = "INSERT INTO portal_rating_reason (site_id, section, subject, day, reason, n) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (site_id, section, subject, day, reason) \
               DO UPDATE SET n = portal_rating_reason.n + excluded.n";
    // In one order for everybody, so that two that come at once never wait for each other crosswise.
    for reason in &rating.reasons {
        db.run(sql, about(reason.code())).await?;
    }
    Ok(())
}

/// Forgets forms that can be sent no more.
pub async fn forget_forms(app: &App, before: LocalDate) -> Result<u64> {
    app.keep_house("DELETE FROM portal_rating_form WHERE day < $1", vec![before.iso().into()]).await
}

/// What the screen is narrowed to.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The first day.
    pub from: LocalDate,
    /// The last day.
    pub to: LocalDate,
    /// Only this site.
    pub site: Option<Id<Site>>,
}

const FROM: &str =
    "FROM portal_rating r JOIN portal_site s ON s.id = r.site_id JOIN org_agency o ON o.id = s.agency_id";

fn condition(actor: &Actor, filter: &Filter, values: &mut Values) -> String {
    let mut sql = RowScope::of(actor, READERS_SEE).condition("o.path", values);
    values.push(filter.from.iso().into());
    values.push(filter.to.iso().into());
    let n = values.len();
    sql.push_str(&format!(" AND r.day >= ${} AND r.day <= ${n}", n - 1));
    if let Some(site) = filter.site {
        values.push(site.uuid().into());
        sql.push_str(&format!(" AND r.site_id = ${}", values.len()));
    }
    sql
}

#[derive(FromQueryResult)]
struct Counted {
    name: String,
    grade: String,
    n: i64,
}

/// Sums under names, in the order the statement gave.
fn summed(rows: Vec<Counted>) -> Vec<(String, Sum)> {
    let mut sums: Vec<(String, Sum)> = Vec::new();
    for row in rows {
        let Some(grade) = Grade::parse(&row.grade) else { continue };
        match sums.last_mut().filter(|(name, _)| *name == row.name) {
            Some((_, sum)) => *sum = sum.with(grade, row.n),
            None => sums.push((row.name, Sum::default().with(grade, row.n))),
        }
    }
    sums
}

async fn by<C: Queries>(db: &C, actor: &Actor, filter: &Filter, name: &str) -> Result<Vec<(String, Sum)>> {
    let mut values = Values::new();
    let condition = condition(actor, filter, &mut values);
    let sql = format!(
        "SELECT {name} AS name, r.grade, CAST(sum(r.n) AS BIGINT) AS n {FROM} WHERE {condition} \
         GROUP BY {name}, r.grade ORDER BY 1, 2"
    );
    Ok(summed(db.all(&sql, values).await?))
}

/// By month, `2026-03`, the earliest first.
pub async fn by_month<C: Queries>(db: &C, actor: &Actor, filter: &Filter) -> Result<Vec<(String, Sum)>> {
    by(db, actor, filter, "substr(r.day, 1, 7)").await
}

/// By section.
pub async fn by_section<C: Queries>(db: &C, actor: &Actor, filter: &Filter) -> Result<Vec<(String, Sum)>> {
    by(db, actor, filter, "r.section").await
}

/// By site, those that left most readers without help first: at most so many, and how many there are.
pub async fn by_site<C: Queries>(
    db: &C,
    actor: &Actor,
    filter: &Filter,
    most: u64,
) -> Result<(Vec<(Id<Site>, Sum)>, u64)> {
    #[derive(FromQueryResult)]
    struct Row {
        site_id: Uuid,
        useful: i64,
        partly: i64,
        useless: i64,
        members: i64,
    }
    let mut values = Values::new();
    let condition = condition(actor, filter, &mut values);
    let sql = format!(
        "SELECT p.*, count(*) OVER () AS members FROM (SELECT r.site_id, {} {FROM} WHERE {condition} \
         GROUP BY r.site_id) p ORDER BY {WORST}, p.site_id LIMIT {most}",
        grades()
    );
    let rows: Vec<Row> = db.all(&sql, values).await?;
    let all = rows.first().map_or(0, |row| row.members.unsigned_abs());
    let sum = |row: &Row| Sum { useful: row.useful, partly: row.partly, useless: row.useless };
    Ok((rows.iter().map(|row| (Id::from_uuid(row.site_id), sum(row))).collect(), all))
}

/// The sums of each grade, as columns under its word.
fn grades() -> String {
    let of = |grade: Grade| {
        let code = grade.code();
        format!("CAST(sum(CASE r.grade WHEN '{code}' THEN r.n ELSE 0 END) AS BIGINT) AS {code}")
    };
    [Grade::Useful, Grade::Partly, Grade::Useless].map(of).join(", ")
}

/// What left most readers without help first.
const WORST: &str = "2 * p.useless + p.partly DESC, p.useful DESC";

/// How often each reason was given, most often first.
pub async fn reasons<C: Queries>(db: &C, actor: &Actor, filter: &Filter) -> Result<Vec<(Reason, i64)>> {
    #[derive(FromQueryResult)]
    struct Row {
        reason: String,
        n: i64,
    }
    let mut values = Values::new();
    let condition = condition(actor, filter, &mut values);
    let sql = format!(
        "SELECT r.reason, CAST(sum(r.n) AS BIGINT) AS n {} WHERE {condition} GROUP BY r.reason ORDER BY 2 DESC, 1",
        FROM.replace("portal_rating r", "portal_rating_reason r")
    );
    let rows: Vec<Row> = db.all(&sql, values).await?;
    Ok(rows.into_iter().filter_map(|row| Some((Reason::parse(&row.reason)?, row.n))).collect())
}

/// A page with its sums.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PageRow {
    /// Its site.
    pub site_id: Uuid,
    /// Its section.
    pub section: String,
    /// The entry's identifier; empty for a page the section has one of.
    pub subject: String,
    /// How many were helped.
    pub useful: i64,
    /// How many in part.
    pub partly: i64,
    /// How many not at all.
    pub useless: i64,
}

impl PageRow {
    /// Its sums.
    pub const fn sum(&self) -> Sum {
        Sum { useful: self.useful, partly: self.partly, useless: self.useless }
    }
}

/// Pages, those that left most readers without help first.
pub async fn pages<C: Queries>(
    db: &C,
    actor: &Actor,
    filter: &Filter,
    limit: u64,
    offset: u64,
) -> Result<Vec<PageRow>> {
    let mut values = Values::new();
    let condition = condition(actor, filter, &mut values);
    let sql = format!(
        "SELECT p.* FROM (SELECT r.site_id, r.section, r.subject, {} {FROM} WHERE {condition} \
         GROUP BY r.site_id, r.section, r.subject) p \
         ORDER BY {WORST}, p.site_id, p.section, p.subject LIMIT {limit} OFFSET {offset}",
        grades()
    );
    db.all(&sql, values).await
}

/// How many pages were rated.
pub async fn count<C: Queries>(db: &C, actor: &Actor, filter: &Filter) -> Result<u64> {
    let mut values = Values::new();
    let condition = condition(actor, filter, &mut values);
    let sql = format!(
        "SELECT count(*) FROM (SELECT DISTINCT r.site_id, r.section, r.subject {FROM} WHERE {condition}) p"
    );
    Ok(db.scalar::<i64>(&sql, values).await?.unwrap_or(0).unsigned_abs())
}

/// What entries are called and where they stand within their site, by identifier; those no longer public have no address.
pub async fn titles<C: Queries>(db: &C, ids: &[Uuid]) -> Result<Vec<Titled>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT a.id, r.title, CASE WHEN a.published_revision IS NULL THEN '' ELSE r.slug || '-' || a.short END AS place \
         FROM portal_entry a JOIN portal_entry_revision r ON r.entry_id = a.id \
         AND r.number = COALESCE(a.published_revision, a.revision) WHERE a.id IN {}",
        kernel::db::placeholders(1, ids.len())
    );
    db.all(&sql, ids.iter().map(|&id| id.into()).collect()).await
}

/// What an entry is called.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Titled {
    /// Its identifier.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// The last part of its address, while it is public.
    pub place: String,
}
