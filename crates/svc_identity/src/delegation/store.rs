use base::{Id, LocalDate};
use kernel::{
    Act, Result,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::model::Delegation;
use crate::{Account, Grant};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    grant_id: Uuid,
    role: String,
    lender: Uuid,
    lender_name: String,
    borrower: Uuid,
    borrower_name: String,
    agency: Uuid,
    agency_name: String,
    path: String,
    valid_from: String,
    valid_to: String,
    reason: String,
}

impl Row {
    fn delegation(self) -> Option<Delegation> {
        Some(Delegation {
            id: self.id.into(),
            grant: self.grant_id.into(),
            role: self.role,
            lender: self.lender.into(),
            lender_name: self.lender_name,
            borrower: self.borrower.into(),
            borrower_name: self.borrower_name,
            agency: self.agency,
            agency_name: self.agency_name,
            path: self.path,
            valid_from: LocalDate::parse(&self.valid_from).ok()?,
            valid_to: LocalDate::parse(&self.valid_to).ok()?,
            reason: self.reason,
        })
    }
}

/// What has to hold for a loan `d` of a grant `g` over the agency `o` to count, to be joined: the lender `l` may sign in and
/// has chosen their password, and the agency still lies where the lender's role reaches, wherever it was moved since.
pub(crate) const COUNTS: &str = "JOIN identity_account l ON l.id = d.lender AND l.status = 'active' AND NOT l.must_change \
                                 JOIN org_agency top ON top.id = g.agency AND substr(o.path, 1, length(top.path)) = top.path";

const SELECT: &str = "SELECT d.id, d.grant_id, g.role, d.lender, l.display_name AS lender_name, d.borrower, \
                             b.display_name AS borrower_name, d.agency, o.full_name AS agency_name, o.path, d.valid_from, \
                             d.valid_to, d.reason \
                      FROM identity_delegation d JOIN identity_grant g ON g.id = d.grant_id \
                      JOIN identity_account l ON l.id = d.lender JOIN identity_account b ON b.id = d.borrower \
                      JOIN org_agency o ON o.id = d.agency";

pub(super) async fn insert(act: &Act, new: &Delegation) -> Result<()> {
    let sql = "INSERT INTO identity_delegation (id, grant_id, lender, borrower, agency, valid_from, valid_to, reason, \
               given_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = vec![
        new.id.uuid().into(),
        new.grant.uuid().into(),
        new.lender.uuid().into(),
        new.borrower.uuid().into(),
        new.agency.into(),
        new.valid_from.iso().into(),
        new.valid_to.iso().into(),
        new.reason.clone().into(),
        act.now().0.into(),
    ];
    act.run(sql, values).await.map(|_| ())
}

pub(super) async fn find(act: &Act, id: Id<Delegation>) -> Result<Option<Delegation>> {
    let sql = format!("{SELECT} WHERE d.id = $1 AND d.ended_at IS NULL");
    let row: Option<Row> = act.one(&sql, vec![id.uuid().into()]).await?;
    Ok(row.and_then(Row::delegation))
}

/// Whether the same role over the same agency is lent to the same person on any of these days.
pub(super) async fn overlaps(
    act: &Act,
    grant: Id<Grant>,
    borrower: Id<Account>,
    agency: Uuid,
    (from, to): (LocalDate, LocalDate),
) -> Result<bool> {
    let sql = "SELECT count(*) FROM identity_delegation WHERE grant_id = $1 AND borrower = $2 AND agency = $3 \
               AND ended_at IS NULL AND valid_from <= $5 AND valid_to >= $4";
    let values =
        vec![grant.uuid().into(), borrower.uuid().into(), agency.into(), from.iso().into(), to.iso().into()];
    let found: Option<i64> = act.scalar(sql, values).await?;
    Ok(found.unwrap_or(0) > 0)
}

/// Ends one and says whether it had not ended before.
pub(super) async fn end(act: &Act, id: Id<Delegation>) -> Result<bool> {
    let sql =
        "UPDATE identity_delegation SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";
    let by = act.actor().account_id();
    Ok(act.run(sql, vec![id.uuid().into(), act.now().0.into(), by.into()]).await? > 0)
}

/// What the account has lent or borrowed, today or later.
pub(crate) async fn of_account<C: ConnectionTrait>(
    db: &C,
    account: Id<Account>,
    today: LocalDate,
) -> Result<Vec<Delegation>> {
    let sql = format!(
        "{SELECT} WHERE (d.lender = $1 OR d.borrower = $1) AND d.ended_at IS NULL AND g.ended_at IS NULL \
         AND d.valid_to >= $2 ORDER BY d.valid_from, d.id"
    );
    let rows: Vec<Row> = db.all(&sql, vec![account.uuid().into(), today.iso().into()]).await?;
    Ok(rows.into_iter().filter_map(Row::delegation).collect())
}
