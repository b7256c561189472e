//! Roles that go along with the agency they are held over.

use std::collections::HashMap;

use kernel::{
    Act, Event, Reorganisation, Result,
    db::{FromQueryResult, Queries as _},
    new_id,
};
use serde::Serialize;
use uuid::Uuid;

use super::{CarriedRow, Gone, Heirs, among, end, last_day, restore};
use crate::Grant;

const TABLE: &str = "identity_grant";

/// A role went along with its agency, or ended with it.
#[derive(Serialize)]
struct Carried {
    grant: Uuid,
    plan: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Uuid>,
}
impl Event for Carried {
    const NAME: &'static str = "identity.grant.carried";
}

/// What went along came back: the reorganisation was undone.
#[derive(Serialize)]
struct CarriedBack {
    grant: Uuid,
    plan: Uuid,
}
impl Event for CarriedBack {
    const NAME: &'static str = "identity.grant.carried_back";
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    account: Uuid,
    role: String,
    agency: Uuid,
    valid_from: String,
    valid_to: Option<String>,
    giver: Option<Uuid>,
    reason: String,
}

/// By which role a role goes on, and over which agency.
pub(super) struct GoesOn {
    pub grant: Uuid,
    pub agency: Uuid,
}

/// Roles held when the day comes end the day before and begin anew at the heir; those that begin later move there.
pub(super) async fn carry(
    act: &mut Act,
    change: &Reorganisation,
    heirs: &Heirs,
    agencies: &[Uuid],
    carried: &mut HashMap<Uuid, GoesOn>,
) -> Result<bool> {
    let (list, values) = among(agencies, change.on);
    // Those that last longest come first: a shorter one of the same holder is held by them already.
    let sql = format!(
        "SELECT id, account, role, agency, valid_from, valid_to, giver, reason FROM identity_grant \
         WHERE ended_at IS NULL AND (valid_to IS NULL OR valid_to >= $1) AND agency IN ({list}) \
         ORDER BY account, role, CASE WHEN valid_to IS NULL THEN 0 ELSE 1 END, valid_to DESC, valid_from, id"
    );
    let rows: Vec<Row> = act.all(&sql, values).await?;
    let some = !rows.is_empty();
    for row in rows {
        let heir = heirs.get(&row.agency).copied().flatten();
        let mut new = None;
        if let Some(agency) = heir {
            let from = std::cmp::max(row.valid_from.clone(), change.on.iso());
            let grant = match held_there(act, &row, agency, &from).await? {
                Some(grant) => grant,
                None => *new.insert(begin_anew(act, change, &row, agency, &from).await?),
            };
            carried.insert(row.id, GoesOn { grant, agency });
        }
        let gone = Gone {
            kind: "grant",
            table: TABLE,
            id: row.id,
            new,
            agency: row.agency,
            valid_to: row.valid_to.clone(),
        };
        end(act, change, gone).await?;
        let grant = Grant { id: row.id.into(), account: row.account.into(), agency: row.agency };
        act.record(&grant, &Carried { grant: row.id, plan: change.id, to: heir }).await?;
    }
    Ok(some)
}

/// The role the account holds at the heir on all those days already, its own or one that came there before.
async fn held_there(act: &Act, row: &Row, heir: Uuid, from: &str) -> Result<Option<Uuid>> {
    let sql = "SELECT id FROM identity_grant WHERE account = $1 AND role = $2 AND agency = $3 AND ended_at IS NULL \
               AND valid_from <= $4 AND (valid_to IS NULL OR valid_to >= $5) ORDER BY id LIMIT 1";
    let to = last_day(row.valid_to.as_deref());
    let values = vec![row.account.into(), row.role.clone().into(), heir.into(), from.to_owned().into(), to];
    act.scalar(sql, values).await
}

async fn begin_anew(act: &Act, change: &Reorganisation, row: &Row, heir: Uuid, from: &str) -> Result<Uuid> {
    let id = new_id::<()>().uuid();
    let reason = if change.basis.is_empty() { row.reason.clone() } else { change.basis.clone() };
    let sql = "INSERT INTO identity_grant \
               (id, account, role, agency, valid_from, valid_to, giver, reason, given_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = vec![
        id.into(),
        row.account.into(),
        row.role.clone().into(),
        heir.into(),
        from.to_owned().into(),
        row.valid_to.clone().into(),
        row.giver.into(),
        reason.into(),
        act.now().0.into(),
    ];
    act.run(sql, values).await?;
    Ok(id)
}

pub(super) async fn give_back(act: &mut Act, change: &Reorganisation, row: &CarriedRow) -> Result<()> {
    if let Some(new) = row.new_id {
        // What was lent of it since.
        act.run("DELETE FROM identity_delegation WHERE grant_id = $1", vec![new.into()]).await?;
    }
    restore(act, change, TABLE, row).await?;
    let account: Option<Uuid> =
        act.scalar("SELECT account FROM identity_grant WHERE id = $1", vec![row.old_id.into()]).await?;
    if let Some(account) = account {
        let grant = Grant { id: row.old_id.into(), account: account.into(), agency: row.agency };
        act.record(&grant, &CarriedBack { grant: row.old_id, plan: change.id }).await?;
    }
    Ok(())
}
