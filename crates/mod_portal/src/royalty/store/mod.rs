//! Every statement on awards and their months; in `works` those on what was published, in `sums` those that add up, in
//! `rates` those on rates, in `people` those on who is paid.

pub mod people;
pub mod rates;
pub mod sums;
pub mod works;

use base::{Actor, Id, LocalDate, Timestamp, Vnd};
use kernel::{
    Error, Result, RowScope,
    db::{FromQueryResult, Queries, Values, placeholders},
};
use sea_orm::prelude::Uuid;

use super::{
    model::{Award, Coefficient, Status, Terms, Work},
    month::Month,
    payee::Payee,
    rate::Rates,
};
use crate::{
    policy::{ROYALTY_APPROVE, ROYALTY_PROPOSE},
    site::Site,
};

/// Rows of the sites whose royalties this actor may propose or approve, as an SQL condition on the agency's path.
pub fn visible_to(actor: &Actor, values: &mut Values) -> String {
    let propose = RowScope::of(actor, ROYALTY_PROPOSE).condition("o.path", values);
    let approve = RowScope::of(actor, ROYALTY_APPROVE).condition("o.path", values);
    format!("({propose} OR {approve})")
}

/// Has acts on one site's royalties wait for each other until they are committed: sums that must not be exceeded and months
/// that must not be closed meanwhile are looked at after this.
pub async fn take_turn<C: Queries>(db: &C, site: Id<Site>) -> Result<()> {
    let sql = "UPDATE portal_site SET version = version WHERE id = $1";
    if db.run(sql, vec![site.uuid().into()]).await? == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// A month of a site.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct MonthRow {
    /// When it was closed, if it is.
    pub closed_at: Option<i64>,
    /// By whom.
    pub closed_by: Option<Uuid>,
    /// Counts changes of anything in it.
    pub version: i64,
}

/// What is known of a month: nothing, and version 0, before anything was awarded in it.
pub async fn month<C: Queries>(db: &C, site: Id<Site>, month: Month) -> Result<MonthRow> {
    let sql =
        "SELECT closed_at, closed_by, version FROM portal_royalty_month WHERE site_id = $1 AND month = $2";
    let found = db.one(sql, vec![site.uuid().into(), month.to_string().into()]).await?;
    Ok(found.unwrap_or_default())
}

/// Whether anything was ever awarded.
pub async fn is_begun<C: Queries>(db: &C) -> Result<bool> {
    let known: Option<i64> = db.scalar("SELECT version FROM portal_royalty_month LIMIT 1", vec![]).await?;
    Ok(known.is_some())
}

/// The months of a site that are closed, from this one on.
pub async fn closed_since<C: Queries>(db: &C, site: Id<Site>, from: Month) -> Result<Vec<String>> {
    let sql =
        "SELECT month FROM portal_royalty_month WHERE site_id = $1 AND month >= $2 AND closed_at IS NOT NULL";
    db.column(sql, vec![site.uuid().into(), from.to_string().into()]).await
}

/// Counts a change in a month.
pub async fn touch_month<C: Queries>(db: &C, site: Id<Site>, month: Month) -> Result<()> {
    let sql = "INSERT INTO portal_royalty_month (site_id, month, version) VALUES ($1, $2, 1) \
               ON CONFLICT (site_id, month) DO UPDATE SET version = portal_royalty_month.version + 1";
    db.run(sql, vec![site.uuid().into(), month.to_string().into()]).await.map(drop)
}

/// Closes a month.
pub async fn close_month<C: Queries>(
    db: &C,
    site: Id<Site>,
    month: Month,
    by: Option<Uuid>,
    at: Timestamp,
) -> Result<()> {
    touch_month(db, site, month).await?;
    let sql = "UPDATE portal_royalty_month SET closed_at = $3, closed_by = $4 \
               WHERE site_id = $1 AND month = $2 AND closed_at IS NULL";
    let values = vec![site.uuid().into(), month.to_string().into(), at.0.into(), by.into()];
    if db.run(sql, values).await? == 0 { Err(Error::stale()) } else { Ok(()) }
}

/// Awards named in one statement.
const TOGETHER: usize = 100;

const AWARD: &str = "SELECT w.id, w.site_id, s.agency_id, o.path AS agency_path, o.valid_to AS agency_until, w.month, m.closed_at, \
     w.entry_id, w.revision, w.title, w.published_on, w.again, w.payee_id, w.payee, w.genre, w.genre_name, w.genre_en, w.smallest, \
     w.largest, w.unit, w.verified, w.coefficient, w.share, w.amount, w.note, w.status, w.reason, w.corrects, w.hands, \
     w.approver_id, w.created_at, w.updated_at, w.version FROM portal_royalty_award w \
     JOIN portal_site s ON s.id = w.site_id JOIN org_agency o ON o.id = s.agency_id \
     LEFT JOIN portal_royalty_month m ON m.site_id = w.site_id AND m.month = w.month";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    site_id: Uuid,
    agency_id: Uuid,
    agency_path: String,
    agency_until: Option<String>,
    month: String,
    closed_at: Option<i64>,
    entry_id: Uuid,
    revision: i64,
    title: String,
    published_on: String,
    again: String,
    payee_id: Option<Uuid>,
    payee: String,
    genre: String,
    genre_name: String,
    genre_en: String,
    smallest: i64,
    largest: i64,
    unit: i64,
    verified: bool,
    coefficient: i64,
    share: i64,
    amount: i64,
    note: String,
    status: String,
    reason: String,
    corrects: Option<Uuid>,
    hands: String,
    approver_id: Option<Uuid>,
    created_at: i64,
    updated_at: i64,
    version: i64,
}

impl Row {
    fn into_award(self) -> Result<Award> {
        let wrong = |what: &str| Error::internal(format!("royalty award {}: {what}", self.id));
        let day = |day: &str| LocalDate::parse(day).map_err(|_| wrong(day));
        Ok(Award {
            id: Id::from_uuid(self.id),
            site: Id::from_uuid(self.site_id),
            agency: self.agency_id,
            agency_until: self.agency_until.as_deref().and_then(|day| LocalDate::parse(day).ok()),
            month: Month::parse(&self.month).ok_or_else(|| wrong(&self.month))?,
            closed: self.closed_at.is_some(),
            work: Work {
                entry: self.entry_id,
                revision: self.revision,
                published_on: day(&self.published_on)?,
                title: self.title,
            },
            again: self.again,
            rates: Rates {
                name: self.genre_name,
                name_en: self.genre_en,
                smallest: Coefficient(self.smallest),
                largest: Coefficient(self.largest),
                unit: Vnd(self.unit),
                verified: self.verified,
            },
            terms: Terms {
                payee: self.payee_id.map_or_else(|| Payee::Outside(self.payee.clone()), Payee::Account),
                genre: self.genre,
                coefficient: Coefficient(self.coefficient),
                share: self.share,
                note: self.note,
            },
            payee_name: self.payee,
            amount: Vnd(self.amount),
            status: Status::parse(&self.status)
                .ok_or_else(|| Error::internal(format!("royalty award {} has no status", self.id)))?,
            reason: self.reason,
            corrects: self.corrects.map(Id::from_uuid),
            hands: serde_json::from_str(&self.hands)?,
            approver: self.approver_id,
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
            version: self.version,
            agency_path: self.agency_path,
        })
    }
}

async fn awards<C: Queries>(db: &C, sql: &str, values: Values) -> Result<Vec<Award>> {
    let rows: Vec<Row> = db.all(sql, values).await?;
    rows.into_iter().map(Row::into_award).collect()
}

/// An award this actor may propose or approve the like of.
pub async fn find<C: Queries>(db: &C, actor: &Actor, id: Id<Award>) -> Result<Option<Award>> {
    let mut values: Values = vec![id.uuid().into()];
    let visible = visible_to(actor, &mut values);
    let sql = format!("{AWARD} WHERE w.id = $1 AND {visible}");
    Ok(awards(db, &sql, values).await?.pop())
}

/// The awards of a site in a month that count, or only those approved, in the order in which they are read: by payee, then by
/// day.
pub async fn of_month<C: Queries>(
    db: &C,
    actor: &Actor,
    (site, month): (Id<Site>, Month),
    approved: bool,
    limit: u64,
    offset: u64,
) -> Result<Vec<Award>> {
    let mut values: Values = vec![site.uuid().into(), month.to_string().into()];
    let visible = visible_to(actor, &mut values);
    let status = if approved { "= 'approved'" } else { "<> 'withdrawn'" };
    let sql = format!(
        "{AWARD} WHERE w.site_id = $1 AND w.month = $2 AND w.status {status} AND {visible} \
         ORDER BY w.payee_key, w.published_on, w.created_at, w.id LIMIT {limit} OFFSET {offset}"
    );
    awards(db, &sql, values).await
}

/// What these accounts were given, the latest month first.
pub async fn of_payees<C: Queries>(db: &C, accounts: &[Uuid], limit: u64, offset: u64) -> Result<Vec<Award>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{AWARD} WHERE w.payee_id IN {} AND w.status <> 'withdrawn' \
         ORDER BY w.month DESC, w.published_on, w.created_at, w.id LIMIT {limit} OFFSET {offset}",
        placeholders(1, accounts.len())
    );
    awards(db, &sql, accounts.iter().map(|&id| id.into()).collect()).await
}

/// Everything ever awarded to an account, the first month first.
pub async fn all_of_payee<C: Queries>(db: &C, account: Uuid) -> Result<Vec<Award>> {
    let sql = format!("{AWARD} WHERE w.payee_id = $1 ORDER BY w.month, w.created_at, w.id");
    awards(db, &sql, vec![account.into()]).await
}

/// What puts an award right, the latest first.
pub async fn corrections<C: Queries>(db: &C, id: Id<Award>) -> Result<Vec<Award>> {
    let sql = format!(
        "{AWARD} WHERE w.corrects = $1 AND w.status <> 'withdrawn' ORDER BY w.created_at DESC, w.id DESC"
    );
    awards(db, &sql, vec![id.uuid().into()]).await
}

/// Everything awarded for these entries, in whichever revision, corrections among it, the first first.
pub async fn of_entries<C: Queries>(db: &C, entries: &[Uuid]) -> Result<Vec<Award>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{AWARD} WHERE w.entry_id IN {} AND w.status <> 'withdrawn' ORDER BY w.created_at, w.id",
        placeholders(1, entries.len())
    );
    awards(db, &sql, entries.iter().map(|&id| id.into()).collect()).await
}

/// Those of these awards this actor may propose or approve the like of.
pub async fn find_all<C: Queries>(db: &C, actor: &Actor, ids: &[Id<Award>]) -> Result<Vec<Award>> {
    let mut found = Vec::new();
    for some in ids.chunks(TOGETHER) {
        let mut values: Values = some.iter().map(|id| id.uuid().into()).collect();
        let visible = visible_to(actor, &mut values);
        let sql = format!("{AWARD} WHERE w.id IN {} AND {visible}", placeholders(1, some.len()));
        found.extend(awards(db, &sql, values).await?);
    }
    Ok(found)
}

fn row(award: &Award) -> Result<Values> {
    let (terms, rates) = (&award.terms, &award.rates);
    Ok(vec![
        award.id.uuid().into(),
        award.site.uuid().into(),
        award.month.to_string().into(),
        award.work.entry.into(),
        award.work.revision.into(),
        award.work.title.clone().into(),
        award.work.published_on.iso().into(),
        terms.payee.account().into(),
        award.payee_name.clone().into(),
        terms.payee.key().into(),
        terms.genre.clone().into(),
        rates.name.clone().into(),
        rates.name_en.clone().into(),
        rates.smallest.0.into(),
        rates.largest.0.into(),
        rates.unit.0.into(),
        rates.verified.into(),
        terms.coefficient.0.into(),
        terms.share.into(),
        award.amount.0.into(),
        terms.note.clone().into(),
        award.status.code().into(),
        award.reason.clone().into(),
        award.corrects.map(|id| id.uuid()).into(),
        serde_json::to_string(&award.hands)?.into(),
        award.approver.into(),
        award.created_at.0.into(),
        award.updated_at.0.into(),
        award.version.into(),
        award.again.clone().into(),
    ])
}

/// Writes new awards.
pub async fn insert<C: Queries>(db: &C, awards: &[Award]) -> Result<()> {
    let rows = awards.iter().map(row).collect::<Result<Vec<Values>>>()?;
    let sql = "INSERT INTO portal_royalty_award (id, site_id, month, entry_id, revision, title, published_on, payee_id, payee, \
               payee_key, genre, genre_name, genre_en, smallest, largest, unit, verified, coefficient, share, amount, note, \
               status, reason, corrects, hands, approver_id, created_at, updated_at, version, again) VALUES {}";
    db.run_rows(sql, &rows).await.map(drop)
}

/// Writes an award, provided nobody else did so since it was read.
pub async fn save<C: Queries>(db: &C, award: &mut Award) -> Result<()> {
    let sql = "UPDATE portal_royalty_award SET site_id = $2, month = $3, entry_id = $4, revision = $5, title = $6, \
               published_on = $7, payee_id = $8, payee = $9, payee_key = $10, genre = $11, genre_name = $12, genre_en = $13, \
               smallest = $14, largest = $15, unit = $16, verified = $17, coefficient = $18, share = $19, amount = $20, \
               note = $21, status = $22, reason = $23, corrects = $24, hands = $25, approver_id = $26, created_at = $27, \
               updated_at = $28, again = $30, version = version + 1 WHERE id = $1 AND version = $29";
    if db.run(sql, row(award)?).await? == 0 {
        return Err(Error::stale());
    }
    award.version += 1;
    Ok(())
}

/// Writes that these awards were approved, provided all of them still wait as they were read.
pub async fn save_approved<C: Queries>(db: &C, awards: &mut [Award]) -> Result<()> {
    for some in awards.chunks_mut(TOGETHER) {
        let Some(first) = some.first() else { continue };
        let mut values: Values = vec![first.approver.into(), first.updated_at.0.into()];
        let mut same = Vec::new();
        for award in some.iter() {
            values.extend([award.id.uuid().into(), award.version.into()]);
            same.push(format!("id = ${} AND version = ${}", values.len() - 1, values.len()));
        }
        let sql = format!(
            "UPDATE portal_royalty_award SET status = 'approved', approver_id = $1, updated_at = $2, \
             version = version + 1 WHERE status = 'proposed' AND (({}))",
            same.join(") OR (")
        );
        if db.run(&sql, values).await? != some.len() as u64 {
            return Err(Error::stale());
        }
        some.iter_mut().for_each(|award| award.version += 1);
    }
    Ok(())
}
