//! Lent roles go along with the agency over which they are lent, whether or not the lender's role is over that very
//! agency: one lent over a commune by somebody whose role is the province's goes to the commune's heir.

use std::collections::HashMap;

use kernel::{
    Act, Reorganisation, Result,
    db::{FromQueryResult, Queries as _},
    new_id,
};
use uuid::Uuid;

use super::{
    Heirs, among,
    event::{LoanCarried, OfAccount, Went},
    link::{self, Kind, Link},
};

#[derive(FromQueryResult)]
struct Loan {
    id: Uuid,
    grant_id: Uuid,
    over: Uuid,
    lender: Uuid,
    borrower: Uuid,
    agency: Uuid,
    valid_from: String,
    valid_to: String,
    reason: String,
    given_at: i64,
}

/// Carries what is lent over these agencies; `became` says which roles are which by now.
pub(super) async fn carry_all(
    act: &mut Act,
    change: &Reorganisation,
    heirs: &Heirs,
    became: &HashMap<Uuid, Uuid>,
    agencies: &[Uuid],
) -> Result<()> {
    let (list, values) = among(agencies, change.on);
    let sql = format!(
        "SELECT d.id, d.grant_id, g.agency AS over, d.lender, d.borrower, d.agency, d.valid_from, d.valid_to, d.reason, \
                d.given_at \
         FROM identity_delegation d JOIN identity_grant g ON g.id = d.grant_id AND g.ended_at IS NULL \
         WHERE d.ended_at IS NULL AND d.valid_to >= $1 AND d.agency IN ({list}) ORDER BY d.id"
    );
    let rows: Vec<Loan> = act.all(&sql, values).await?;
    for row in rows {
        // A role over an agency that stays is the same role afterwards.
        let stays = (!heirs.contains_key(&row.over)).then_some(row.grant_id);
        let grant = became.get(&row.grant_id).copied().or(stays);
        let heir = heirs.get(&row.agency).copied().flatten();
        let (new, to) = match grant.zip(heir) {
            Some((grant, heir)) if within(act, heir, grant).await? => {
                (Some(insert(act, change, &row, grant, heir).await?), Some(heir))
            }
            _ => (None, None),
        };
        let link = Link {
            plan: change.id,
            old_id: row.id,
            new_id: new,
            valid_to: Some(row.valid_to),
            agency: row.agency,
            heir: to,
            day: change.on.iso(),
        };
        link::end(act, change, Kind::Loan, &link).await?;
        let of = OfAccount { account: row.lender, agency: row.agency };
        let went = Went { plan: change.id, to };
        act.record(&of, &LoanCarried { delegation: row.id, went }).await?;
    }
    Ok(())
}

/// Whether an agency lies in the role's subtree: nobody lends what is not theirs.
async fn within(act: &Act, agency: Uuid, grant: Uuid) -> Result<bool> {
    let sql = "SELECT count(*) FROM identity_grant g JOIN org_agency top ON top.id = g.agency \
               JOIN org_agency o ON substr(o.path, 1, length(top.path)) = top.path \
               WHERE g.id = $1 AND g.ended_at IS NULL AND o.id = $2";
    let found: Option<i64> = act.scalar(sql, vec![grant.into(), agency.into()]).await?;
    Ok(found.unwrap_or(0) > 0)
}

async fn insert(act: &Act, change: &Reorganisation, row: &Loan, grant: Uuid, heir: Uuid) -> Result<Uuid> {
    let id = new_id::<()>().uuid();
    let sql = "INSERT INTO identity_delegation \
               (id, grant_id, lender, borrower, agency, valid_from, valid_to, reason, given_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = vec![
        id.into(),
        grant.into(),
        row.lender.into(),
        row.borrower.into(),
        heir.into(),
        std::cmp::max(row.valid_from.clone(), change.on.iso()).into(),
        row.valid_to.clone().into(),
        row.reason.clone().into(),
        row.given_at.into(),
    ];
    act.run(sql, values).await?;
    Ok(id)
}
