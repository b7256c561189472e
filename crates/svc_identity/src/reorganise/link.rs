//! What came from what: the table that holds old and new together.

use kernel::{
    Act, Reorganisation, Result,
    db::{FromQueryResult, Queries as _},
};
use uuid::Uuid;

/// What can go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Grant,
    Post,
    Loan,
}

impl Kind {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Post => "post",
            Self::Loan => "loan",
        }
    }

    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Grant => "identity_grant",
            Self::Post => "identity_post",
            Self::Loan => "identity_delegation",
        }
    }
}

/// Something got its last day by a plan, and perhaps goes on as another.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Link {
    pub plan: Uuid,
    pub old_id: Uuid,
    pub new_id: Option<Uuid>,
    /// The last day before.
    pub valid_to: Option<String>,
    pub agency: Uuid,
    pub heir: Option<Uuid>,
    /// The first day of the new order.
    pub day: String,
}

const SELECT: &str = "SELECT plan, old_id, new_id, valid_to, agency, heir, day FROM identity_carried \
                      WHERE kind = $1 AND NOT undone";

/// All that went along by a plan.
pub(super) async fn of_plan(act: &Act, kind: Kind, plan: Uuid) -> Result<Vec<Link>> {
    act.all(&format!("{SELECT} AND plan = $2 ORDER BY old_id"), vec![kind.word().into(), plan.into()]).await
}

/// What this went on as.
pub(super) async fn after(act: &Act, kind: Kind, old: Uuid) -> Result<Option<Link>> {
    act.one(&format!("{SELECT} AND old_id = $2"), vec![kind.word().into(), old.into()]).await
}

/// What this came from.
pub(super) async fn before(act: &Act, kind: Kind, new: Uuid) -> Result<Vec<Link>> {
    act.all(&format!("{SELECT} AND new_id = $2"), vec![kind.word().into(), new.into()]).await
}

/// Gives something its last day, and notes how it was and what it goes on as.
pub(super) async fn end(act: &Act, change: &Reorganisation, kind: Kind, link: &Link) -> Result<()> {
    let note = "INSERT INTO identity_carried (plan, kind, old_id, new_id, valid_to, agency, heir, day, undone) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE)";
    let values = vec![
        link.plan.into(),
        kind.word().into(),
        link.old_id.into(),
        link.new_id.into(),
        link.valid_to.clone().into(),
        link.agency.into(),
        link.heir.into(),
        link.day.clone().into(),
    ];
    act.run(note, values).await?;
    last_day(act, kind, link.old_id, Some(change.on.previous().iso())).await
}

/// Writes a last day.
pub(super) async fn last_day(act: &Act, kind: Kind, id: Uuid, day: Option<String>) -> Result<()> {
    let sql = format!("UPDATE {} SET valid_to = $2 WHERE id = $1", kind.table());
    act.run(&sql, vec![id.into(), day.into()]).await.map(|_| ())
}

/// Notes that something goes on no more, and its last day, as if it had had that before the decision.
pub(super) async fn cut(act: &Act, kind: Kind, link: &Link, last: &str) -> Result<()> {
    let sql = "UPDATE identity_carried SET new_id = NULL, valid_to = $4 WHERE plan = $1 AND kind = $2 AND old_id = $3";
    let values = vec![link.plan.into(), kind.word().into(), link.old_id.into(), last.into()];
    act.run(sql, values).await.map(|_| ())
}

/// Takes away what something went on as by later plans, and says its last day without them. Loans of a role go with it.
pub(super) async fn unchain(act: &Act, kind: Kind, id: Uuid, last: Option<String>) -> Result<Option<String>> {
    let Some(link) = after(act, kind, id).await? else { return Ok(last) };
    let last = match link.new_id {
        Some(next) => {
            let own = format!("SELECT valid_to FROM {} WHERE id = $1", kind.table());
            let own: Option<Option<String>> = act.scalar(&own, vec![next.into()]).await?;
            let last = Box::pin(unchain(act, kind, next, own.flatten())).await?;
            // What several became stays as long as one of them is there.
            if before(act, kind, next).await?.len() == 1 {
                remove(act, kind, next).await?;
            }
            last
        }
        None => link.valid_to.clone(),
    };
    let sql = "DELETE FROM identity_carried WHERE plan = $1 AND kind = $2 AND old_id = $3";
    act.run(sql, vec![link.plan.into(), kind.word().into(), link.old_id.into()]).await?;
    Ok(last)
}

/// Removes what had not begun yet.
pub(super) async fn remove(act: &Act, kind: Kind, id: Uuid) -> Result<()> {
    if kind == Kind::Grant {
        act.run("DELETE FROM identity_delegation WHERE grant_id = $1", vec![id.into()]).await?;
    }
    act.run(&format!("DELETE FROM {} WHERE id = $1", kind.table()), vec![id.into()]).await.map(|_| ())
}
