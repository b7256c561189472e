//! What administrators see of deliveries.

use base::{Id, Timestamp};
use kernel::{
    Channel, Ctx, Result, RowScope,
    db::{FromQueryResult, Queries as _, Value},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::model::{Delivery, State};
use crate::policy::DELIVERY_MANAGE;

/// A delivery with what its notice says of it.
#[derive(FromQueryResult)]
pub(super) struct Seen {
    pub id: Uuid,
    pub kind: String,
    pub account: Option<Uuid>,
    pub channel: String,
    pub address: Option<String>,
    pub state: String,
    pub attempts: i64,
    pub next_at: i64,
    pub last_error: Option<String>,
    pub created_at: i64,
    pub cleared_at: Option<i64>,
}

impl Seen {
    pub(super) fn channel(&self) -> Channel {
        Channel::parse(&self.channel).unwrap_or(Channel::Mail)
    }
    pub(super) fn state(&self) -> State {
        State::parse(&self.state).unwrap_or(State::Dead)
    }
    pub(super) fn created(&self) -> Timestamp {
        Timestamp(self.created_at)
    }
}

/// The condition on notices `n` an administrator sees: those that concern an agency in their scope. What concerns no
/// agency is the whole province's, seen by those whose grant is at the top of the tree (its path names one agency).
fn visible_to(scope: &RowScope, values: &mut Vec<Value>) -> String {
    let top = |path: &String| path.trim_matches('/').split('/').count() == 1;
    match scope {
        RowScope::All => "1 = 1".to_owned(),
        RowScope::Under(paths) if paths.iter().any(top) => "1 = 1".to_owned(),
        RowScope::Under(_) => {
            format!("n.agency IN (SELECT o.id FROM org_agency o WHERE {})", scope.condition("o.path", values))
        }
    }
}

/// How many there are in each state.
pub(super) async fn counts(ctx: &Ctx) -> Result<Vec<(State, u64)>> {
    #[derive(FromQueryResult)]
    struct Count {
        state: String,
        n: i64,
    }
    let mut values = Vec::new();
    let visible = visible_to(&ctx.scope(DELIVERY_MANAGE), &mut values);
    let sql = format!(
        "SELECT d.state, count(*) AS n FROM notify_delivery d JOIN notify_notice n ON n.id = d.notice \
         WHERE {visible} GROUP BY d.state"
    );
    let rows: Vec<Count> = ctx.read().all(&sql, values).await?;
    let of = |state: State| rows.iter().find(|r| r.state == state.word()).map_or(0, |r| r.n.unsigned_abs());
    Ok(State::ALL.into_iter().map(|state| (state, of(state))).collect())
}

/// A page of those in a state, or of all that are still open, newest first.
pub(super) async fn page(
    ctx: &Ctx,
    state: Option<State>,
    after: Option<(i64, Uuid)>,
    limit: usize,
) -> Result<Vec<Seen>> {
    let mut values = Vec::new();
    let visible = visible_to(&ctx.scope(DELIVERY_MANAGE), &mut values);
    let wanted = match state {
        Some(state) => {
            values.push(state.word().into());
            format!("d.state = ${}", values.len())
        }
        None => "d.state IN ('waiting', 'dead')".to_owned(),
    };
    let mut further = String::new();
    if let Some((at, id)) = after {
        values.extend([at.into(), id.into()]);
        let (at, id) = (values.len() - 1, values.len());
        further = format!(" AND (d.created_at < ${at} OR (d.created_at = ${at} AND d.id < ${id}))");
    }
    let sql = format!(
        "SELECT d.id, n.kind, n.account, d.channel, d.address, d.state, d.attempts, d.next_at, d.last_error, \
         d.created_at, n.cleared_at FROM notify_delivery d JOIN notify_notice n ON n.id = d.notice \
         WHERE {visible} AND {wanted}{further} ORDER BY d.created_at DESC, d.id DESC LIMIT {limit}"
    );
    ctx.read().all(&sql, values).await
}

/// Whether an administrator with this scope sees a delivery, and whether what it says is still known.
pub(super) async fn sees<C: ConnectionTrait>(
    db: &C,
    scope: &RowScope,
    id: Id<Delivery>,
) -> Result<Option<bool>> {
    let mut values = vec![id.uuid().into()];
    let visible = visible_to(scope, &mut values);
    let sql = format!(
        "SELECT CASE WHEN n.cleared_at IS NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END \
         FROM notify_delivery d JOIN notify_notice n ON n.id = d.notice WHERE d.id = $1 AND {visible}"
    );
    let known: Option<i64> = db.scalar(&sql, values).await?;
    Ok(known.map(|known| known == 1))
}

/// Some of the dead ones an administrator with this scope sees, whose words are still known.
pub(super) async fn dead<C: ConnectionTrait>(db: &C, scope: &RowScope, limit: usize) -> Result<Vec<Uuid>> {
    let mut values = Vec::new();
    let visible = visible_to(scope, &mut values);
    let sql = format!(
        "SELECT d.id FROM notify_delivery d JOIN notify_notice n ON n.id = d.notice \
         WHERE {visible} AND d.state = 'dead' AND n.cleared_at IS NULL ORDER BY d.created_at, d.id LIMIT {limit}"
    );
    db.column(&sql, values).await
}
