//! Every statement that adds awards up.

use base::{Actor, Grant, Id, Timestamp, Vnd};
use kernel::{
    Result, RowScope,
    db::{FromQueryResult, Queries, Value, Values, placeholders},
};
use sea_orm::prelude::Uuid;

use super::visible_to;
use crate::{
    policy::{ROYALTY_APPROVE, ROYALTY_PROPOSE},
    royalty::{month::Month, payee::Oneself},
    site::Site,
};

const FROM: &str = "FROM portal_royalty_award w JOIN portal_site s ON s.id = w.site_id \
     JOIN org_agency o ON o.id = s.agency_id WHERE w.status <> 'withdrawn'";

/// The sites with their agencies: there are hundreds, and each one's awards and entries lie together in the indexes.
const SITES: &str = "FROM portal_site s JOIN org_agency o ON o.id = s.agency_id";

/// What awards come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub count: u64,
    /// How much.
    pub amount: Vnd,
}

/// A sum under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The name.
    pub name: String,
    /// The same in English; may be empty.
    pub name_en: String,
    /// The sum.
    pub sum: Sum,
}

#[derive(FromQueryResult)]
struct Row {
    name: String,
    name_en: String,
    n: i64,
    amount: i64,
}

async fn by<C: Queries>(
    db: &C,
    actor: &Actor,
    (site, month): (Id<Site>, Month),
    names: [&str; 2],
    key: &str,
) -> Result<Vec<Line>> {
    let mut values: Values = vec![site.uuid().into(), month.to_string().into()];
    let visible = visible_to(actor, &mut values);
    let [name, name_en] = names;
    let sql = format!(
        "SELECT p.* FROM (SELECT max({name}) AS name, max({name_en}) AS name_en, count(*) AS n, \
         CAST(sum(w.amount) AS BIGINT) AS amount {FROM} AND w.status = 'approved' AND w.site_id = $1 AND w.month = $2 AND {visible} \
         GROUP BY {key}) p ORDER BY p.amount DESC, p.name"
    );
    let rows: Vec<Row> = db.all(&sql, values).await?;
    let line = |row: Row| Line {
        name: row.name,
        name_en: row.name_en,
        sum: Sum { count: row.n.unsigned_abs(), amount: Vnd(row.amount) },
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What is approved by payee, the largest sum first.
pub async fn by_payee<C: Queries>(db: &C, actor: &Actor, place: (Id<Site>, Month)) -> Result<Vec<Line>> {
    by(db, actor, place, ["w.payee", "''"], "w.payee_key").await
}

/// By genre, likewise.
pub async fn by_genre<C: Queries>(db: &C, actor: &Actor, place: (Id<Site>, Month)) -> Result<Vec<Line>> {
    by(db, actor, place, ["w.genre_name", "w.genre_en"], "w.genre").await
}

/// A site's month by status, and whether something in it rests on unverified rates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// All that was not withdrawn, and what of it is approved comes to.
    pub all: Sum,
    /// How many wait for approval.
    pub proposed: u64,
    /// How many were returned.
    pub returned: u64,
    /// How many rest on rates nobody checked.
    pub unverified: u64,
}

#[derive(FromQueryResult)]
struct TotalRow {
    site_id: Uuid,
    n: i64,
    amount: i64,
    proposed: i64,
    returned: i64,
    unverified: i64,
}

/// The totals of a month, site by site, of one or of all.
pub async fn totals<C: Queries>(
    db: &C,
    actor: &Actor,
    site: Option<Id<Site>>,
    month: Month,
) -> Result<Vec<(Id<Site>, Total)>> {
    let mut values: Values = vec![month.to_string().into()];
    let visible = visible_to(actor, &mut values);
    let only = match site {
        Some(site) => {
            values.push(site.uuid().into());
            format!("AND s.id = ${}", values.len())
        }
        None => String::new(),
    };
    let count =
        |what: &str, name: &str| format!("CAST(sum(CASE WHEN {what} THEN 1 ELSE 0 END) AS BIGINT) AS {name}");
    // Site by site along the index of months, not through the awards of all years.
    let sql = format!(
        "SELECT w.site_id, count(*) AS n, \
         CAST(sum(CASE WHEN w.status = 'approved' THEN w.amount ELSE 0 END) AS BIGINT) AS amount, {}, {}, {} \
         FROM portal_royalty_award w WHERE w.status <> 'withdrawn' AND w.month = $1 AND w.site_id IN \
         (SELECT s.id {SITES} WHERE {visible} {only}) GROUP BY w.site_id",
        count("w.status = 'proposed'", "proposed"),
        count("w.status = 'returned'", "returned"),
        count("NOT w.verified", "unverified"),
    );
    let rows: Vec<TotalRow> = db.all(&sql, values).await?;
    let total = |row: TotalRow| {
        let total = Total {
            all: Sum { count: row.n.unsigned_abs(), amount: Vnd(row.amount) },
            proposed: row.proposed.unsigned_abs(),
            returned: row.returned.unsigned_abs(),
            unverified: row.unverified.unsigned_abs(),
        };
        (Id::from_uuid(row.site_id), total)
    };
    Ok(rows.into_iter().map(total).collect())
}

/// How much each site published in a month and nothing was awarded for.
pub async fn unawarded<C: Queries>(db: &C, actor: &Actor, month: Month) -> Result<Vec<(Id<Site>, u64)>> {
    #[derive(FromQueryResult)]
    struct Count {
        site_id: Uuid,
        n: i64,
    }
    let at = |day: base::LocalDate| Timestamp::from_local(day.at(time::Time::MIDNIGHT)).0;
    let mut values: Values = vec![at(month.first()).into(), at(month.next().first()).into()];
    let visible = visible_to(actor, &mut values);
    // Site by site along the index of what it published, not through the entries of all years.
    let sql = format!(
        "SELECT s.id AS site_id, (SELECT count(*) FROM portal_entry a WHERE a.site_id = s.id \
         AND a.published_revision IS NOT NULL AND a.published_at >= $1 AND a.published_at < $2 \
         AND NOT EXISTS (SELECT 1 FROM portal_royalty_award w WHERE w.entry_id = a.id AND w.status <> 'withdrawn')) AS n \
         {SITES} WHERE {visible}"
    );
    let mut rows: Vec<Count> = db.all(&sql, values).await?;
    rows.retain(|row| row.n > 0);
    Ok(rows.into_iter().map(|row| (Id::from_uuid(row.site_id), row.n.unsigned_abs())).collect())
}

/// The months of sites that are closed, of this month.
pub async fn closed<C: Queries>(db: &C, month: Month) -> Result<Vec<Id<Site>>> {
    let sql = "SELECT site_id FROM portal_royalty_month WHERE month = $1 AND closed_at IS NOT NULL";
    let found: Vec<Uuid> = db.column(sql, vec![month.to_string().into()]).await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

/// What these accounts were given and is approved, by year, the latest first.
pub async fn by_year<C: Queries>(db: &C, accounts: &[Uuid]) -> Result<Vec<(String, Sum)>> {
    #[derive(FromQueryResult)]
    struct Year {
        year: String,
        n: i64,
        amount: i64,
    }
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT substr(w.month, 1, 4) AS year, count(*) AS n, CAST(sum(w.amount) AS BIGINT) AS amount \
         FROM portal_royalty_award w WHERE w.status = 'approved' AND w.payee_id IN {} \
         GROUP BY substr(w.month, 1, 4) ORDER BY 1 DESC",
        placeholders(1, accounts.len())
    );
    let rows: Vec<Year> = db.all(&sql, accounts.iter().map(|&id| id.into()).collect()).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.year, Sum { count: row.n.unsigned_abs(), amount: Vnd(row.amount) }))
        .collect())
}

/// How many awards these accounts were given.
pub async fn count_of_payees<C: Queries>(db: &C, accounts: &[Uuid]) -> Result<u64> {
    if accounts.is_empty() {
        return Ok(0);
    }
    let sql = format!(
        "SELECT count(*) FROM portal_royalty_award w WHERE w.status <> 'withdrawn' AND w.payee_id IN {}",
        placeholders(1, accounts.len())
    );
    let values = accounts.iter().map(|&id| id.into()).collect();
    Ok(db.scalar::<i64>(&sql, values).await?.unwrap_or(0).unsigned_abs())
}

/// A site's month in which something waits.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waits {
    /// The site.
    pub site_id: Uuid,
    /// The month.
    pub month: String,
    /// In which state: `proposed` or `returned`.
    pub status: String,
    /// How many.
    pub n: i64,
    /// Since when.
    pub since: i64,
}

/// What waits for whoever looks: proposals of others to approve, and what they proposed themselves and was sent back; but
/// nothing that is theirs, as they can do nothing about it. The longest waiting first; of one site only, if so asked.
pub async fn waiting<C: Queries>(
    db: &C,
    actor: &Actor,
    oneself: &Oneself,
    site: Option<Id<Site>>,
    limit: u64,
) -> Result<Vec<Waits>> {
    if !oneself.is_somebody() {
        return Ok(Vec::new());
    }
    let mut values = Values::new();
    let mut number = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let hands: Vec<String> = oneself.accounts().iter().map(|id| hand(&number(like(*id)))).collect();
    let hands = hands.join(" OR ");
    let own: Vec<String> = oneself.keys().into_iter().map(|key| number(key.into())).collect();
    let own = own.join(", ");
    let only = site.map(|site| format!("AND w.site_id = {}", number(site.uuid().into()))).unwrap_or_default();
    let approves = RowScope::of(actor, ROYALTY_APPROVE).condition("o.path", &mut values);
    let approves = format!("{approves}{}", not_lenders(actor, &mut values));
    let proposes = RowScope::of(actor, ROYALTY_PROPOSE).condition("o.path", &mut values);
    // The states are said once more, so that the index of what waits is used.
    let sql = format!(
        "SELECT w.site_id, w.month, w.status, count(*) AS n, min(w.updated_at) AS since {FROM} \
         AND w.status IN ('proposed', 'returned') \
         AND ((w.status = 'proposed' AND NOT ({hands}) AND {approves}) \
         OR (w.status = 'returned' AND ({hands}) AND {proposes})) \
         AND w.payee_key NOT IN ({own}) {only} \
         GROUP BY w.site_id, w.month, w.status ORDER BY 5, 1, 2 LIMIT {limit}"
    );
    db.all(&sql, values).await
}

fn like(account: Uuid) -> Value {
    format!("%{account}%").into()
}

fn hand(like: &str) -> String {
    format!("w.hands LIKE {like}")
}

/// Where the right to approve is lent only, nothing is approved in which the lender has a part.
fn not_lenders(actor: &Actor, values: &mut Values) -> String {
    let Actor::Account(account) = actor else { return String::new() };
    let (lent, held): (Vec<&Grant>, Vec<&Grant>) = account
        .grants
        .iter()
        .filter(|grant| grant.carries(ROYALTY_APPROVE))
        .partition(|g| g.lent_by.is_some());
    let held = RowScope::Under(held.into_iter().map(|grant| grant.path.clone()).collect());
    let mut sql = String::new();
    for (grant, lender) in lent.into_iter().filter_map(|grant| Some((grant, grant.lent_by?))) {
        let held = held.condition("o.path", values);
        let there = RowScope::Under(vec![grant.path.clone()]).condition("o.path", values);
        values.extend([like(lender), lender.into()]);
        let (hand, own) =
            (hand(&format!("${}", values.len() - 1)), format!("w.payee_id = ${}", values.len()));
        sql.push_str(&format!(" AND ({held} OR NOT {there} OR NOT ({hand} OR COALESCE({own}, FALSE)))"));
    }
    sql
}

/// Whether and where this actor sees something awarded in a month, but for these sites.
pub async fn elsewhere<C: Queries>(
    db: &C,
    actor: &Actor,
    month: Month,
    but: &[Id<Site>],
) -> Result<Vec<Id<Site>>> {
    let mut values: Values = vec![month.to_string().into()];
    let visible = visible_to(actor, &mut values);
    let mut sql = format!(
        "SELECT s.id {SITES} WHERE {visible} AND EXISTS (SELECT 1 FROM portal_royalty_award w \
         WHERE w.site_id = s.id AND w.month = $1 AND w.status <> 'withdrawn')"
    );
    for site in but {
        values.push(site.uuid().into());
        sql.push_str(&format!(" AND s.id <> ${}", values.len()));
    }
    let found: Vec<Uuid> = db.column(&sql, values).await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}
