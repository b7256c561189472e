//! Lent roles that go along: with the role they are of, with the agency they were lent over, or with both.

use std::collections::HashMap;

use kernel::{
    Act, Event, Reorganisation, Result, Subject,
    db::{FromQueryResult, Queries as _},
    new_id,
};
use serde::Serialize;
use uuid::Uuid;

use super::{CarriedRow, Gone, Heirs, among, end, restore, roles::GoesOn};

const TABLE: &str = "identity_delegation";

/// A lent role went along with its agency, or ended with it.
#[derive(Serialize)]
struct Carried {
    delegation: Uuid,
    plan: Uuid,
}
impl Event for Carried {
    const NAME: &'static str = "identity.delegation.carried";
}

/// It came back: the reorganisation was undone.
#[derive(Serialize)]
struct CarriedBack {
    delegation: Uuid,
    plan: Uuid,
}
impl Event for CarriedBack {
    const NAME: &'static str = "identity.delegation.carried_back";
}

/// What was lent stands in the history of the account that lent it.
struct Lender {
    account: Uuid,
    agency: Uuid,
}
impl Subject for Lender {
    const KIND: &'static str = "account";
    fn subject_id(&self) -> Uuid {
        self.account
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    grant_id: Uuid,
    held_over: Uuid,
    lender: Uuid,
    borrower: Uuid,
    agency: Uuid,
    valid_from: String,
    valid_to: String,
    reason: String,
    given_at: i64,
}

/// Roles lent beyond the day end the day before and are lent on, as far as the lender holds them there.
pub(super) async fn carry(
    act: &mut Act,
    change: &Reorganisation,
    heirs: &Heirs,
    agencies: &[Uuid],
    carried: &HashMap<Uuid, GoesOn>,
) -> Result<bool> {
    let (list, values) = among(agencies, change.on);
    let sql = format!(
        "SELECT d.id, d.grant_id, g.agency AS held_over, d.lender, d.borrower, d.agency, d.valid_from, d.valid_to, \
         d.reason, d.given_at FROM identity_delegation d JOIN identity_grant g ON g.id = d.grant_id \
         WHERE d.ended_at IS NULL AND g.ended_at IS NULL AND d.valid_to >= $1 \
         AND (d.agency IN ({list}) OR g.agency IN ({list})) ORDER BY d.id"
    );
    let rows: Vec<Row> = act.all(&sql, values).await?;
    let some = !rows.is_empty();
    for row in rows {
        let new = lend_on(act, change, heirs, carried, &row).await?;
        let valid_to = Some(row.valid_to);
        end(act, change, Gone { kind: "loan", table: TABLE, id: row.id, new, agency: row.agency, valid_to })
            .await?;
        let lender = Lender { account: row.lender, agency: row.agency };
        act.record(&lender, &Carried { delegation: row.id, plan: change.id }).await?;
    }
    Ok(some)
}

/// Lends it on; not where the role or the agency goes to nobody, or to where the role is not held.
async fn lend_on(
    act: &Act,
    change: &Reorganisation,
    heirs: &Heirs,
    carried: &HashMap<Uuid, GoesOn>,
    row: &Row,
) -> Result<Option<Uuid>> {
    let (grant, held_over) = match carried.get(&row.grant_id) {
        Some(goes_on) => (goes_on.grant, goes_on.agency),
        None if heirs.contains_key(&row.held_over) => return Ok(None),
        None => (row.grant_id, row.held_over),
    };
    let Some(agency) = heirs.get(&row.agency).copied().unwrap_or(Some(row.agency)) else { return Ok(None) };
    if !lies_in(act, agency, held_over).await? {
        return Ok(None);
    }
    let from = std::cmp::max(row.valid_from.clone(), change.on.iso());
    let known = "SELECT id FROM identity_delegation WHERE grant_id = $1 AND borrower = $2 AND agency = $3 \
                 AND ended_at IS NULL AND valid_from <= $4 AND valid_to >= $5 LIMIT 1";
    let values = vec![
        grant.into(),
        row.borrower.into(),
        agency.into(),
        from.clone().into(),
        row.valid_to.clone().into(),
    ];
    if act.scalar::<Uuid>(known, values).await?.is_some() {
        return Ok(None);
    }
    let id = new_id::<()>().uuid();
    let sql = "INSERT INTO identity_delegation \
               (id, grant_id, lender, borrower, agency, valid_from, valid_to, reason, given_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = vec![
        id.into(),
        grant.into(),
        row.lender.into(),
        row.borrower.into(),
        agency.into(),
        from.into(),
        row.valid_to.clone().into(),
        row.reason.clone().into(),
        row.given_at.into(),
    ];
    act.run(sql, values).await?;
    Ok(Some(id))
}

/// Whether an agency is another or lies below it.
async fn lies_in(act: &Act, agency: Uuid, above: Uuid) -> Result<bool> {
    let sql = "SELECT path FROM org_agency WHERE id = $1";
    let path: Option<String> = act.scalar(sql, vec![agency.into()]).await?;
    let above: Option<String> = act.scalar(sql, vec![above.into()]).await?;
    Ok(matches!((path, above), (Some(path), Some(above)) if path.starts_with(&above)))
}

pub(super) async fn give_back(act: &mut Act, change: &Reorganisation, row: &CarriedRow) -> Result<()> {
    restore(act, change, TABLE, row).await?;
    let lender: Option<Uuid> =
        act.scalar("SELECT lender FROM identity_delegation WHERE id = $1", vec![row.old_id.into()]).await?;
    if let Some(account) = lender {
        let event = CarriedBack { delegation: row.old_id, plan: change.id };
        act.record(&Lender { account, agency: row.agency }, &event).await?;
    }
    Ok(())
}
