//! Roles go along: those held when the day comes end the day before and begin anew at the heir; those that begin later
//! move there.

use std::collections::HashMap;

use base::Id;
use kernel::{
    Act, Reorganisation, Result,
    db::{FromQueryResult, Queries as _},
    new_id,
};
use uuid::Uuid;

use super::{
    Heirs, among,
    event::{OfAccount, RoleCarried, Went},
    link::{self, Kind, Link},
};
use crate::{
    Grant,
    grant::store::{self, New},
};

#[derive(FromQueryResult)]
pub(super) struct Role {
    pub id: Uuid,
    pub account: Uuid,
    pub role: String,
    pub agency: Uuid,
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub giver: Option<Uuid>,
    pub reason: String,
}

const SELECT: &str = "SELECT id, account, role, agency, valid_from, valid_to, giver, reason FROM identity_grant WHERE ended_at IS NULL";

/// A role that has not ended.
pub(super) async fn find(act: &Act, id: Uuid) -> Result<Option<Role>> {
    act.one(&format!("{SELECT} AND id = $1"), vec![id.into()]).await
}

/// Carries the roles over these agencies, and says which became which.
pub(super) async fn carry_all(
    act: &mut Act,
    change: &Reorganisation,
    heirs: &Heirs,
    agencies: &[Uuid],
) -> Result<HashMap<Uuid, Uuid>> {
    let (list, values) = among(agencies, change.on);
    let sql = format!(
        "{SELECT} AND (valid_to IS NULL OR valid_to >= $1) AND agency IN ({list}) \
         ORDER BY account, role, valid_from, id"
    );
    let rows: Vec<Role> = act.all(&sql, values).await?;
    let mut became = HashMap::new();
    for row in rows {
        let heir = heirs.get(&row.agency).copied().flatten();
        if let Some(there) = carry(act, change, &row, heir).await? {
            became.insert(row.id, there);
        }
    }
    Ok(became)
}

/// Carries one, and says by which its holder holds the role at the heir.
pub(super) async fn carry(
    act: &mut Act,
    change: &Reorganisation,
    row: &Role,
    heir: Option<Uuid>,
) -> Result<Option<Uuid>> {
    let there = match heir {
        Some(heir) => Some(there(act, change, row, heir).await?),
        None => None,
    };
    let link = Link {
        plan: change.id,
        old_id: row.id,
        new_id: there.and_then(|(id, copy)| copy.then_some(id)),
        valid_to: row.valid_to.clone(),
        agency: row.agency,
        heir,
        day: change.on.iso(),
    };
    link::end(act, change, Kind::Grant, &link).await?;
    let of = OfAccount { account: row.account, agency: row.agency };
    let went = Went { plan: change.id, to: heir };
    act.record(&of, &RoleCarried { grant: row.id, went }).await?;
    Ok(there.map(|(id, _)| id))
}

/// The role at the heir, and whether it is there by a decision. Whoever holds a role at several agencies that become one
/// holds it there once, as long as the longest; whoever holds it there anyway, and as long, gets no second.
async fn there(act: &Act, change: &Reorganisation, row: &Role, heir: Uuid) -> Result<(Uuid, bool)> {
    #[derive(FromQueryResult)]
    struct Held {
        id: Uuid,
        valid_to: Option<String>,
        copies: i64,
    }
    let from = std::cmp::max(row.valid_from.clone(), change.on.iso());
    let sql = "SELECT g.id, g.valid_to, (SELECT count(*) FROM identity_carried c WHERE c.kind = 'grant' \
                 AND c.new_id = g.id AND c.plan = $5 AND NOT c.undone) AS copies \
               FROM identity_grant g WHERE g.account = $1 AND g.role = $2 AND g.agency = $3 AND g.ended_at IS NULL \
                 AND g.valid_from <= $4 AND (g.valid_to IS NULL OR g.valid_to >= $4) ORDER BY g.id";
    let values =
        vec![row.account.into(), row.role.clone().into(), heir.into(), from.clone().into(), change.id.into()];
    let held: Vec<Held> = act.all(sql, values).await?;
    let covers = |to: &Option<String>| match (to, &row.valid_to) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(to), Some(wanted)) => to >= wanted,
    };
    if let Some(copy) = held.iter().find(|h| h.copies > 0) {
        if !covers(&copy.valid_to) {
            link::last_day(act, Kind::Grant, copy.id, row.valid_to.clone()).await?;
        }
        return Ok((copy.id, true));
    }
    match held.iter().find(|h| covers(&h.valid_to)) {
        Some(own) => Ok((own.id, false)),
        None => Ok((insert(act, change, row, heir, from).await?, true)),
    }
}

async fn insert(act: &Act, change: &Reorganisation, row: &Role, heir: Uuid, from: String) -> Result<Uuid> {
    let id = new_id::<Grant>();
    let reason = if change.basis.is_empty() { &row.reason } else { &change.basis };
    let new = New {
        grant: Grant { id, account: Id::from_uuid(row.account), agency: heir },
        role: &row.role,
        from,
        to: row.valid_to.clone(),
        giver: row.giver,
        reason,
        held: false,
    };
    store::insert(act, &[new]).await?;
    Ok(id.uuid())
}
