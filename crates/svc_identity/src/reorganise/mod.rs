//! Accounts, roles, posts and lent roles when agencies are reorganised: they go to the agency that gets what cannot be
//! divided, from the day on; where nobody gets it they end the day before. Days say it all, so nothing happens at midnight
//! but for what was given at an agency after it was decided that it ends.

mod loans;
mod posts;
mod roles;

use std::collections::HashMap;

use base::LocalDate;
use kernel::{
    Act, App, Ctx, Follows, Reorganisation, Reorganise, Result,
    db::{FromQueryResult, Queries as _, Value},
};
use uuid::Uuid;

use crate::ACCOUNT_MANAGE;

/// This crate's part in reorganisations.
pub(crate) struct Accounts;

/// Agencies asked about in one statement.
const CHUNK: usize = 400;

#[derive(FromQueryResult)]
struct Count {
    agency: Uuid,
    accounts: i64,
    things: i64,
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
        carry(act, change).await.map(|_| ())
    }

    async fn undo(&self, act: &mut Act, change: &Reorganisation) -> Result<()> {
        // Loans before the roles they rest on.
        let sql = "SELECT kind, old_id, new_id, valid_to, agency FROM identity_carried WHERE plan = $1 ORDER BY kind DESC";
        let rows: Vec<CarriedRow> = act.all(sql, vec![change.id.into()]).await?;
        for row in rows {
            match row.kind.as_str() {
                "post" => posts::give_back(act, change, &row).await?,
                "loan" => loans::give_back(act, change, &row).await?,
                _ => roles::give_back(act, change, &row).await?,
            }
        }
        act.run("DELETE FROM identity_carried WHERE plan = $1", vec![change.id.into()]).await?;
        Ok(())
    }

    async fn begin(&self, app: &App, change: &Reorganisation) -> Result<()> {
        let ctx = Ctx::system(app, "identity.reorganise");
        let mut act = ctx.act(ACCOUNT_MANAGE).await?;
        // What was given between the decision and the day.
        if carry(&mut act, change).await? { act.commit().await } else { Ok(()) }
    }
}

/// Whom an agency's roles and posts go to; `None` inside when nobody gets them.
type Heirs = HashMap<Uuid, Option<Uuid>>;

/// Carries along whatever at these agencies lasts to the day or longer, and says whether there was something.
async fn carry(act: &mut Act, change: &Reorganisation) -> Result<bool> {
    let heirs: Heirs = change.passings.iter().map(|p| (p.from, p.heir)).collect();
    let from: Vec<Uuid> = change.passings.iter().map(|p| p.from).collect();
    let (mut carried, mut some) = (HashMap::new(), false);
    for chunk in from.chunks(CHUNK) {
        some |= roles::carry(act, change, &heirs, chunk, &mut carried).await?;
        some |= posts::carry(act, change, &heirs, chunk).await?;
    }
    // A role may be lent over another agency than it is held over, so all roles come first.
    for chunk in from.chunks(CHUNK) {
        some |= loans::carry(act, change, &heirs, chunk, &carried).await?;
    }
    Ok(some)
}

/// `$2, $3, …` for these agencies behind the day in `$1`.
fn among(agencies: &[Uuid], on: LocalDate) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![on.iso().into()];
    values.extend(agencies.iter().map(|&id| Value::from(id)));
    let list: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
    (list.join(", "), values)
}

/// A last day to compare with; what has none lasts longer than any day.
fn last_day(valid_to: Option<&str>) -> Value {
    valid_to.unwrap_or("9999-12-31").to_owned().into()
}

/// What goes along: its kind and table, how it was, and the one that goes on at the heir.
struct Gone {
    kind: &'static str,
    table: &'static str,
    id: Uuid,
    new: Option<Uuid>,
    agency: Uuid,
    valid_to: Option<String>,
}

/// Gives it its last day, and notes how it was before.
async fn end(act: &Act, change: &Reorganisation, gone: Gone) -> Result<()> {
    // One that was given a later last day after it went along ends once more; how it was before is noted already.
    let note = "INSERT INTO identity_carried (plan, kind, old_id, new_id, valid_to, agency) \
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (plan, kind, old_id) DO NOTHING";
    let values = vec![
        change.id.into(),
        gone.kind.into(),
        gone.id.into(),
        gone.new.into(),
        gone.valid_to.into(),
        gone.agency.into(),
    ];
    act.run(note, values).await?;
    let last = format!("UPDATE {} SET valid_to = $2 WHERE id = $1", gone.table);
    act.run(&last, vec![gone.id.into(), change.on.previous().iso().into()]).await?;
    Ok(())
}

/// Takes away what went on at the heir and gives back the last day there was before, unless somebody has set another
/// meanwhile.
async fn restore(act: &Act, change: &Reorganisation, table: &str, row: &CarriedRow) -> Result<()> {
    if let Some(new) = row.new_id {
        act.run(&format!("DELETE FROM {table} WHERE id = $1"), vec![new.into()]).await?;
    }
    let back = format!("UPDATE {table} SET valid_to = $2 WHERE id = $1 AND valid_to = $3");
    let values = vec![row.old_id.into(), row.valid_to.clone().into(), change.on.previous().iso().into()];
    act.run(&back, values).await.map(|_| ())
}
