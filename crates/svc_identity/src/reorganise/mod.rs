//! Accounts, roles and posts when agencies are reorganised: they go to the agency that gets what cannot be divided, from
//! the day on; where nobody gets it they end the day before. Days say it all, so nothing happens at midnight. Old and new
//! are held together ([`link`]), so that what is ended in between ends on both sides of the day.

mod event;
mod link;
mod loan;
mod named;
mod post;
mod role;
mod since;
mod undo;

use std::collections::HashMap;

use base::LocalDate;
use kernel::{
    Act, App, Ctx, Follows, Named, Passing, Reorganisation, Reorganise, Result,
    db::{FromQueryResult, Queries as _, Value},
};
use uuid::Uuid;

pub(crate) use since::{
    goes_along, loan_ended, posts_ended, posts_filled, posts_reworded, role_ended, role_given, roles_given,
};

/// This crate's part in reorganisations.
pub(crate) struct Accounts;

/// Agencies asked about in one statement.
const CHUNK: usize = 400;

/// Who gets what cannot be divided of each agency that ends.
type Heirs = HashMap<Uuid, Option<Uuid>>;

#[derive(FromQueryResult)]
struct Count {
    agency: Uuid,
    accounts: i64,
    things: i64,
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

    async fn name(&self, ctx: &Ctx, from: Uuid, on: LocalDate, limit: i64) -> Result<Vec<Named>> {
        named::of(ctx, from, on, limit).await
    }

    async fn decide(&self, act: &mut Act, change: &Reorganisation) -> Result<()> {
        let heirs: Heirs = change.passings.iter().map(|p| (p.from, p.heir)).collect();
        let from: Vec<Uuid> = change.passings.iter().map(|p: &Passing| p.from).collect();
        let mut became = HashMap::new();
        for some in from.chunks(CHUNK) {
            became.extend(role::carry_all(act, change, &heirs, some).await?);
            post::carry_all(act, change, &heirs, some).await?;
        }
        for some in from.chunks(CHUNK) {
            loan::carry_all(act, change, &heirs, &became, some).await?;
        }
        Ok(())
    }

    async fn undo(&self, act: &mut Act, change: &Reorganisation) -> Result<()> {
        undo::all(act, change).await
    }
}

/// `$2, $3, …` for these agencies behind the day in `$1`.
fn among(agencies: &[Uuid], on: LocalDate) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![on.iso().into()];
    values.extend(agencies.iter().map(|&id| Value::from(id)));
    let list: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
    (list.join(", "), values)
}
