use base::{Id, LocalDate};
use kernel::{
    Act, Error, Result, RowScope,
    db::{FromQueryResult, Queries as _, Value, placeholders},
};
use sea_orm::{ConnectionTrait, DbErr};
use ui::Message;
use uuid::Uuid;

use super::model::{Grant, Held};
use crate::Account;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    account: Uuid,
    agency: Uuid,
    role: String,
    name: String,
    path: String,
    valid_from: String,
    valid_to: Option<String>,
    giver: Option<Uuid>,
    reason: String,
}

impl From<Row> for Held {
    fn from(row: Row) -> Self {
        Self {
            grant: Grant { id: row.id.into(), account: row.account.into(), agency: row.agency },
            role: row.role,
            agency_name: row.name,
            path: row.path,
            valid_from: LocalDate::parse(&row.valid_from).map(LocalDate::vn).unwrap_or_default(),
            valid_to: row.valid_to.and_then(|day| LocalDate::parse(&day).ok()),
            giver: row.giver,
            reason: row.reason,
        }
    }
}

const LIVING: &str = "SELECT g.id, g.account, g.agency, g.role, o.full_name AS name, o.path, g.valid_from, g.valid_to, \
                      g.giver, g.reason \
                      FROM identity_grant g JOIN org_agency o ON o.id = g.agency \
                      WHERE g.ended_at IS NULL AND (g.valid_to IS NULL OR g.valid_to >= $1)";

/// What the account holds now or will hold: everything neither ended nor over.
pub(crate) async fn of_account<C: ConnectionTrait>(
    db: &C,
    account: Id<Account>,
    today: LocalDate,
) -> Result<Vec<Held>> {
    let sql = format!("{LIVING} AND g.account = $2 ORDER BY o.path, g.role");
    let rows: Vec<Row> = db.all(&sql, vec![today.iso().into(), account.uuid().into()]).await?;
    Ok(rows.into_iter().map(Held::from).collect())
}

/// What accounts may exercise now or later: their own roles, and those lent to them over the agency they are lent for.
pub(crate) async fn exercised_by<C: ConnectionTrait>(
    db: &C,
    accounts: &[Id<Account>],
    today: LocalDate,
) -> Result<Vec<Held>> {
    let mut held = of_accounts(db, accounts, today).await?;
    if accounts.is_empty() {
        return Ok(held);
    }
    let mut values = vec![today.iso().into()];
    values.extend(accounts.iter().map(|id| id.uuid().into()));
    let list = placeholders(1, values.len()).replacen("$1, ", "", 1);
    let sql = format!(
        "SELECT g.id, d.borrower AS account, d.agency, g.role, o.full_name AS name, o.path, d.valid_from, d.valid_to, \
         d.lender AS giver, d.reason FROM identity_delegation d \
         JOIN identity_grant g ON g.id = d.grant_id AND g.ended_at IS NULL \
         JOIN org_agency o ON o.id = d.agency \
         JOIN org_agency top ON top.id = g.agency AND substr(o.path, 1, length(top.path)) = top.path \
         WHERE d.ended_at IS NULL AND d.valid_to >= $1 AND d.borrower IN {list} ORDER BY o.path, g.role"
    );
    let lent: Vec<Row> = db.all(&sql, values).await?;
    held.extend(lent.into_iter().map(Held::from));
    Ok(held)
}

/// The grants whose last day this is.
pub(crate) async fn ending_on<C: ConnectionTrait>(db: &C, day: LocalDate) -> Result<Vec<Held>> {
    let sql = format!("{LIVING} AND g.valid_to = $1 ORDER BY g.id");
    let rows: Vec<Row> = db.all(&sql, vec![day.iso().into()]).await?;
    Ok(rows.into_iter().map(Held::from).collect())
}

/// The same for a page of accounts.
pub(crate) async fn of_accounts<C: ConnectionTrait>(
    db: &C,
    accounts: &[Id<Account>],
    today: LocalDate,
) -> Result<Vec<Held>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = vec![today.iso().into()];
    values.extend(accounts.iter().map(|id| id.uuid().into()));
    // One row of parameters, the day first; the accounts are those after it.
    let all = placeholders(1, values.len());
    let accounts = all.replacen("$1, ", "", 1);
    let sql = format!("{LIVING} AND g.account IN {accounts} ORDER BY o.path, g.role");
    let rows: Vec<Row> = db.all(&sql, values).await?;
    Ok(rows.into_iter().map(Held::from).collect())
}

/// A role as it is first written.
pub(crate) struct New<'a> {
    pub grant: Grant,
    pub role: &'a str,
    /// First day, as ISO text.
    pub from: String,
    /// Last day, as ISO text.
    pub to: Option<String>,
    pub giver: Option<Uuid>,
    pub reason: &'a str,
    /// Whether it stands for this role of this account over this agency, which no other may then. One that goes along in
    /// a reorganisation may lie beside another, and come back.
    pub held: bool,
}

/// Writes roles.
///
/// # Errors
/// [`Error::Conflict`] when one of them is held already: somebody else gave it at this moment.
pub(crate) async fn insert(act: &Act, grants: &[New<'_>]) -> Result<()> {
    let holders: Vec<Vec<Value>> =
        grants.iter().filter(|new| new.held).map(|new| vec![new.grant.account.uuid().into()]).collect();
    // Nothing happens on the day a grant runs out, so this is found out when it matters.
    let over = format!(
        "UPDATE identity_grant SET held = FALSE WHERE held AND valid_to < '{}' AND account IN (VALUES {{}})",
        act.now().local_date().iso()
    );
    act.run_rows(&over, &holders).await?;
    let sql = "INSERT INTO identity_grant (id, account, role, agency, valid_from, valid_to, giver, reason, given_at, held) \
               VALUES {}";
    let row = |new: &New<'_>| {
        vec![
            new.grant.id.uuid().into(),
            new.grant.account.uuid().into(),
            new.role.into(),
            new.grant.agency.into(),
            new.from.clone().into(),
            new.to.clone().into(),
            new.giver.into(),
            new.reason.into(),
            act.now().0.into(),
            new.held.into(),
        ]
    };
    let role = grants.first().map_or("", |new| new.role);
    let written = act.run_rows(sql, &grants.iter().map(row).collect::<Vec<_>>()).await;
    written.map(|_| ()).map_err(|error| match error {
        Error::Internal(source) if source.downcast_ref::<DbErr>().is_some_and(Error::is_duplicate) => {
            Error::Conflict(Message::new("identity.grant.held_already").with("role", role))
        }
        other => other,
    })
}

/// How many people hold the role over that very agency today, by a grant of their own.
pub(crate) async fn holders<C: ConnectionTrait>(
    db: &C,
    role: &str,
    agency: Uuid,
    today: LocalDate,
) -> Result<i64> {
    let sql = "SELECT count(DISTINCT g.account) FROM identity_grant g \
               JOIN identity_account a ON a.id = g.account AND a.status = 'active' \
               WHERE g.role = $1 AND g.agency = $2 AND g.ended_at IS NULL AND g.valid_from <= $3 \
                 AND (g.valid_to IS NULL OR g.valid_to >= $3)";
    let held: Option<i64> = db.scalar(sql, vec![role.into(), agency.into(), today.iso().into()]).await?;
    Ok(held.unwrap_or(0))
}

/// Ends a grant within the scope, if it is there and has not ended.
pub(crate) async fn end(act: &Act, id: Id<Grant>, scope: &RowScope) -> Result<Option<(Grant, String)>> {
    let mut values = vec![id.uuid().into(), act.now().0.into(), act.actor().account_id().into()];
    let within = scope.condition("o.path", &mut values);
    let sql = format!(
        "UPDATE identity_grant SET ended_at = $2, ended_by = $3, held = FALSE WHERE id = $1 AND ended_at IS NULL \
         AND agency IN (SELECT o.id FROM org_agency o WHERE {within}) RETURNING account, agency, role"
    );
    #[derive(FromQueryResult)]
    struct Ended {
        account: Uuid,
        agency: Uuid,
        role: String,
    }
    let ended: Option<Ended> = act.one(&sql, values).await?;
    Ok(ended.map(|row| (Grant { id, account: row.account.into(), agency: row.agency }, row.role)))
}

/// The whole name of an agency and its place in the tree, unless it has ended.
pub(crate) async fn agency<C: ConnectionTrait>(
    db: &C,
    agency: Uuid,
    day: LocalDate,
) -> Result<Option<(String, String)>> {
    #[derive(FromQueryResult)]
    struct Placed {
        full_name: String,
        path: String,
    }
    let sql = "SELECT full_name, path FROM org_agency WHERE id = $1 AND (valid_to IS NULL OR valid_to >= $2)";
    let row: Option<Placed> = db.one(sql, vec![agency.into(), day.iso().into()]).await?;
    Ok(row.map(|row| (row.full_name, row.path)))
}

/// Where the agency stands in the tree, unless it has ended.
pub(crate) async fn agency_path<C: ConnectionTrait>(
    db: &C,
    agency: Uuid,
    today: LocalDate,
) -> Result<Option<String>> {
    let sql = "SELECT path FROM org_agency WHERE id = $1 AND (valid_to IS NULL OR valid_to >= $2)";
    db.scalar(sql, vec![agency.into(), today.iso().into()]).await
}
