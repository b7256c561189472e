//! Accounts, roles and posts when agencies are reorganised: they go to the agency that gets what cannot be divided, from
//! the day on; where nobody gets it they end the day before. Days say it all, so nothing happens at midnight.

use std::collections::{HashMap, HashSet};

use base::LocalDate;
use kernel::{
    Act, App, Event, Follows, Passing, Reorganisation, Reorganise, Result,
    db::{FromQueryResult, Queries as _, Value},
    new_id,
};
use serde::Serialize;
use uuid::Uuid;

use crate::Grant;

/// This crate's part in reorganisations.
pub(crate) struct Accounts;

/// Agencies asked about in one statement.
const CHUNK: usize = 400;

/// A role or post went along with its agency, or ended with it.
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
struct Count {
    agency: Uuid,
    accounts: i64,
    things: i64,
}

#[derive(FromQueryResult)]
struct GrantRow {
    id: Uuid,
    account: Uuid,
    role: String,
    agency: Uuid,
    valid_from: String,
    valid_to: Option<String>,
    giver: Option<Uuid>,
    reason: String,
}

#[derive(FromQueryResult)]
struct PostRow {
    id: Uuid,
    person: Uuid,
    agency: Uuid,
    title: String,
    unit: String,
    main: bool,
    valid_from: String,
    valid_to: Option<String>,
}

#[derive(FromQueryResult)]
struct CarriedRow {
    kind: String,
    old_id: Uuid,
    new_id: Option<Uuid>,
    valid_to: Option<String>,
    agency: Uuid,
}

#[async_trait::async_trait]
impl Reorganise for Accounts {
    async fn foresee(&self, app: &App, change: &Reorganisation) -> Result<Vec<Follows>> {
        let from: Vec<Uuid> = change.passings.iter().map(|p| p.from).collect();
        let mut follows = Vec::new();
        for some in from.chunks(CHUNK) {
            let (list, values) = among(some, change.on);
            let grants = format!(
                "SELECT agency, count(DISTINCT account) AS accounts, count(*) AS things FROM identity_grant \
                 WHERE ended_at IS NULL AND (valid_to IS NULL OR valid_to >= $1) AND agency IN ({list}) GROUP BY agency"
            );
            let rows: Vec<Count> = app.db().read().all(&grants, values.clone()).await?;
            for row in rows {
                let one = |what, count: i64| Follows {
                    from: row.agency,
                    what,
                    count: count.unsigned_abs(),
                    undivided: true,
                };
                follows.push(one("org.reorganisation.goes.accounts", row.accounts));
                follows.push(one("org.reorganisation.goes.roles", row.things));
            }
            let posts = format!(
                "SELECT agency, count(DISTINCT person) AS accounts, count(*) AS things FROM identity_post \
                 WHERE (valid_to IS NULL OR valid_to >= $1) AND agency IN ({list}) GROUP BY agency"
            );
            let rows: Vec<Count> = app.db().read().all(&posts, values).await?;
            follows.extend(rows.into_iter().map(|row| Follows {
                from: row.agency,
                what: "org.reorganisation.goes.posts",
                count: row.things.unsigned_abs(),
                undivided: true,
            }));
        }
        Ok(follows)
    }

    async fn decide(&self, act: &mut Act, change: &Reorganisation) -> Result<()> {
        let heirs: HashMap<Uuid, Option<Uuid>> = change.passings.iter().map(|p| (p.from, p.heir)).collect();
        let from: Vec<Uuid> = change.passings.iter().map(|p: &Passing| p.from).collect();
        for some in from.chunks(CHUNK) {
            grants(act, change, &heirs, some).await?;
            posts(act, change, &heirs, some).await?;
        }
        Ok(())
    }

    async fn undo(&self, act: &mut Act, change: &Reorganisation) -> Result<()> {
        let sql = "SELECT kind, old_id, new_id, valid_to, agency FROM identity_carried WHERE plan = $1";
        let rows: Vec<CarriedRow> = act.all(sql, vec![change.id.into()]).await?;
        for row in rows {
            let table = if row.kind == "post" { "identity_post" } else { "identity_grant" };
            if let Some(new) = row.new_id {
                if row.kind == "grant" {
                    act.run("DELETE FROM identity_delegation WHERE grant_id = $1", vec![new.into()]).await?;
                }
                act.run(&format!("DELETE FROM {table} WHERE id = $1"), vec![new.into()]).await?;
            }
            let back = format!("UPDATE {table} SET valid_to = $2, agency = $3 WHERE id = $1");
            act.run(&back, vec![row.old_id.into(), row.valid_to.into(), row.agency.into()]).await?;
            if row.kind == "grant" {
                let account: Option<Uuid> = act
                    .scalar("SELECT account FROM identity_grant WHERE id = $1", vec![row.old_id.into()])
                    .await?;
                if let Some(account) = account {
                    let grant = Grant { id: row.old_id.into(), account: account.into(), agency: row.agency };
                    act.record(&grant, &CarriedBack { grant: row.old_id, plan: change.id }).await?;
                }
            }
        }
        act.run("DELETE FROM identity_carried WHERE plan = $1", vec![change.id.into()]).await?;
        Ok(())
    }
}

/// `$2, $3, …` for these agencies behind the day in `$1`.
fn among(agencies: &[Uuid], on: LocalDate) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![on.iso().into()];
    values.extend(agencies.iter().map(|&id| Value::from(id)));
    let list: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
    (list.join(", "), values)
}

/// Roles held when the day comes end the day before and begin anew at the heir; those that begin later move there.
async fn grants(
    act: &mut Act,
    change: &Reorganisation,
    heirs: &HashMap<Uuid, Option<Uuid>>,
    agencies: &[Uuid],
) -> Result<()> {
    let (list, values) = among(agencies, change.on);
    let sql = format!(
        "SELECT id, account, role, agency, valid_from, valid_to, giver, reason FROM identity_grant \
         WHERE ended_at IS NULL AND (valid_to IS NULL OR valid_to >= $1) AND agency IN ({list}) \
         ORDER BY account, role, valid_from, id"
    );
    let rows: Vec<GrantRow> = act.all(&sql, values).await?;
    // Whoever holds a role at several agencies that become one holds it there once.
    let mut held: HashSet<(Uuid, String, Uuid)> = HashSet::new();
    for row in rows {
        let heir = heirs.get(&row.agency).copied().flatten();
        let heir = match heir {
            Some(heir) if holds(act, &row, heir, change.on).await? => None,
            Some(heir) => held.insert((row.account, row.role.clone(), heir)).then_some(heir),
            None => None,
        };
        let new = match heir {
            Some(heir) => Some(carry_grant(act, change, &row, heir).await?),
            None => None,
        };
        end(act, change, "grant", "identity_grant", row.id, new, row.agency, row.valid_to).await?;
        let grant = Grant { id: row.id.into(), account: row.account.into(), agency: row.agency };
        act.record(&grant, &Carried { grant: row.id, plan: change.id, to: heir }).await?;
    }
    Ok(())
}

/// Whether the account holds the role at the heir already.
async fn holds(act: &Act, row: &GrantRow, heir: Uuid, on: LocalDate) -> Result<bool> {
    let sql = "SELECT id FROM identity_grant WHERE account = $1 AND role = $2 AND agency = $3 AND ended_at IS NULL \
               AND (valid_to IS NULL OR valid_to >= $4) AND id <> $5";
    let values =
        vec![row.account.into(), row.role.clone().into(), heir.into(), on.iso().into(), row.id.into()];
    Ok(act.scalar::<Uuid>(sql, values).await?.is_some())
}

async fn carry_grant(act: &Act, change: &Reorganisation, row: &GrantRow, heir: Uuid) -> Result<Uuid> {
    let id = new_id::<()>().uuid();
    let from = std::cmp::max(row.valid_from.clone(), change.on.iso());
    let reason = if change.basis.is_empty() { row.reason.clone() } else { change.basis.clone() };
    let sql = "INSERT INTO identity_grant \
               (id, account, role, agency, valid_from, valid_to, giver, reason, given_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = vec![
        id.into(),
        row.account.into(),
        row.role.clone().into(),
        heir.into(),
        from.into(),
        row.valid_to.clone().into(),
        row.giver.into(),
        reason.into(),
        act.now().0.into(),
    ];
    act.run(sql, values).await?;
    lend_on(act, change, row, heir, id).await?;
    Ok(id)
}

/// A role lent to a stand-in beyond the day is lent on at the heir.
async fn lend_on(act: &Act, change: &Reorganisation, row: &GrantRow, heir: Uuid, grant: Uuid) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Lent {
        lender: Uuid,
        borrower: Uuid,
        agency: Uuid,
        valid_from: String,
        valid_to: String,
        reason: String,
        given_at: i64,
    }
    let sql = "SELECT lender, borrower, agency, valid_from, valid_to, reason, given_at FROM identity_delegation \
               WHERE grant_id = $1 AND ended_at IS NULL AND valid_to >= $2";
    let lent: Vec<Lent> = act.all(sql, vec![row.id.into(), change.on.iso().into()]).await?;
    for one in lent.into_iter().filter(|l| l.agency == row.agency) {
        let sql = "INSERT INTO identity_delegation \
                   (id, grant_id, lender, borrower, agency, valid_from, valid_to, reason, given_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let values = vec![
            new_id::<()>().uuid().into(),
            grant.into(),
            one.lender.into(),
            one.borrower.into(),
            heir.into(),
            std::cmp::max(one.valid_from, change.on.iso()).into(),
            one.valid_to.into(),
            one.reason.into(),
            one.given_at.into(),
        ];
        act.run(sql, values).await?;
    }
    Ok(())
}

async fn posts(
    act: &mut Act,
    change: &Reorganisation,
    heirs: &HashMap<Uuid, Option<Uuid>>,
    agencies: &[Uuid],
) -> Result<()> {
    let (list, values) = among(agencies, change.on);
    let sql = format!(
        "SELECT id, person, agency, title, unit, main, valid_from, valid_to FROM identity_post \
         WHERE (valid_to IS NULL OR valid_to >= $1) AND agency IN ({list}) ORDER BY id"
    );
    let rows: Vec<PostRow> = act.all(&sql, values).await?;
    for row in rows {
        let new = match heirs.get(&row.agency).copied().flatten() {
            Some(heir) => Some(carry_post(act, change, &row, heir).await?),
            None => None,
        };
        end(act, change, "post", "identity_post", row.id, new, row.agency, row.valid_to).await?;
    }
    Ok(())
}

async fn carry_post(act: &Act, change: &Reorganisation, row: &PostRow, heir: Uuid) -> Result<Uuid> {
    let id = new_id::<()>().uuid();
    let sql = "INSERT INTO identity_post \
               (id, person, agency, title, unit, main, valid_from, valid_to, created_at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
    let values = vec![
        id.into(),
        row.person.into(),
        heir.into(),
        row.title.clone().into(),
        row.unit.clone().into(),
        row.main.into(),
        std::cmp::max(row.valid_from.clone(), change.on.iso()).into(),
        row.valid_to.clone().into(),
        act.now().0.into(),
    ];
    act.run(sql, values).await?;
    Ok(id)
}

/// Gives a role or post its last day, and notes how it was before.
async fn end(
    act: &Act,
    change: &Reorganisation,
    kind: &str,
    table: &str,
    id: Uuid,
    new: Option<Uuid>,
    agency: Uuid,
    valid_to: Option<String>,
) -> Result<()> {
    let note = "INSERT INTO identity_carried (plan, kind, old_id, new_id, valid_to, agency) \
                VALUES ($1, $2, $3, $4, $5, $6)";
    let values = vec![change.id.into(), kind.into(), id.into(), new.into(), valid_to.into(), agency.into()];
    act.run(note, values).await?;
    let last = format!("UPDATE {table} SET valid_to = $2 WHERE id = $1");
    act.run(&last, vec![id.into(), change.on.previous().iso().into()]).await?;
    Ok(())
}
