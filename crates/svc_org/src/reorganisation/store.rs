//! Every statement on reorganisations, and the writing of what they do to agencies.

use base::{Id, LocalDate};
use kernel::{
    Act, Ctx, Error, Result,
    db::{Queries as _, Value},
};
use uuid::Uuid;

use super::{
    entity::PlanRow,
    model::{Plan, Status},
};
use crate::{Agency, policy::REORGANISE};

const SELECT: &str = "SELECT r.id, r.title, r.effective, r.basis, r.document_no, r.document_date, r.status, r.content, \
     r.before, r.agency_id, r.version FROM org_reorganisation r JOIN org_agency o ON o.id = r.agency_id";

/// Plans listed at once.
const MOST: u32 = 200;

/// Plans the reader may see, the latest day first.
pub(super) async fn list(ctx: &Ctx) -> Result<Vec<Plan>> {
    let mut values = Vec::new();
    let scope = ctx.scope(REORGANISE).condition("o.path", &mut values);
    let sql = format!("{SELECT} WHERE {scope} ORDER BY r.effective DESC, r.id DESC LIMIT {MOST}");
    let rows: Vec<PlanRow> = ctx.read().all(&sql, values).await?;
    rows.into_iter().map(Plan::try_from).collect()
}

/// A plan the reader may see.
pub(super) async fn open(ctx: &Ctx, id: Id<Plan>) -> Result<Plan> {
    let mut values: Vec<Value> = vec![id.uuid().into()];
    let scope = ctx.scope(REORGANISE).condition("o.path", &mut values);
    let row: Option<PlanRow> =
        ctx.read().one(&format!("{SELECT} WHERE r.id = $1 AND {scope}"), values).await?;
    row.ok_or(Error::NotFound)?.try_into()
}

/// A plan this act's actor may change, as it was at `version`.
pub(super) async fn find(act: &Act, id: Id<Plan>, version: i64) -> Result<Plan> {
    let mut values: Vec<Value> = vec![id.uuid().into()];
    let scope = act.scope().condition("o.path", &mut values);
    let row: Option<PlanRow> = act.one(&format!("{SELECT} WHERE r.id = $1 AND {scope}"), values).await?;
    let plan = Plan::try_from(row.ok_or(Error::NotFound)?)?;
    if plan.version == version { Ok(plan) } else { Err(Error::stale()) }
}

/// Decided plans whose day has come.
pub(super) async fn due(ctx: &Ctx) -> Result<Vec<Plan>> {
    let sql = format!("{SELECT} WHERE r.status = 'decided' AND r.effective <= $1 ORDER BY r.effective, r.id");
    let rows: Vec<PlanRow> = ctx.read().all(&sql, vec![ctx.today().iso().into()]).await?;
    rows.into_iter().map(Plan::try_from).collect()
}

/// Decided plans that say something about an agency.
pub(super) async fn decided_about(act: &Act, agency: Uuid) -> Result<Vec<Plan>> {
    let sql = format!("{SELECT} WHERE r.status = 'decided' AND r.before LIKE $1 ORDER BY r.effective, r.id");
    let rows: Vec<PlanRow> = act.all(&sql, vec![format!("%{agency}%").into()]).await?;
    rows.into_iter().map(Plan::try_from).collect()
}

/// Adds a plan.
pub(super) async fn insert(act: &Act, plan: &Plan) -> Result<()> {
    let sql = "INSERT INTO org_reorganisation (title, effective, basis, document_no, document_date, status, content, \
               before, changed_at, id, agency_id, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let mut values = values(act, plan)?;
    values.extend::<[Value; 3]>([plan.id.uuid().into(), plan.agency.uuid().into(), plan.version.into()]);
    act.run(sql, values).await.map(|_| ())
}

/// Writes a plan back under the next version.
///
/// # Errors
/// [`Error::stale`] when somebody changed it since it was read.
pub(super) async fn save(act: &Act, plan: &mut Plan) -> Result<()> {
    let sql = "UPDATE org_reorganisation SET title = $1, effective = $2, basis = $3, document_no = $4, \
               document_date = $5, status = $6, content = $7, before = $8, changed_at = $9, version = $11 + 1 \
               WHERE id = $10 AND version = $11";
    let mut values = values(act, plan)?;
    values.extend::<[Value; 2]>([plan.id.uuid().into(), plan.version.into()]);
    if act.run(sql, values).await? == 0 {
        return Err(Error::stale());
    }
    plan.version += 1;
    Ok(())
}

fn values(act: &Act, plan: &Plan) -> Result<Vec<Value>> {
    Ok(vec![
        plan.title.clone().into(),
        plan.on.iso().into(),
        plan.basis.clone().into(),
        plan.document_no.clone().into(),
        plan.document_date.map(LocalDate::iso).into(),
        plan.status.as_str().into(),
        serde_json::to_string(&plan.content)?.into(),
        serde_json::to_string(&plan.before)?.into(),
        act.now().0.into(),
    ])
}

/// Removes a draft.
pub(super) async fn delete(act: &Act, plan: &Plan) -> Result<()> {
    let sql = "DELETE FROM org_reorganisation WHERE id = $1 AND status = $2";
    act.run(sql, vec![plan.id.uuid().into(), Status::Draft.as_str().into()]).await.map(|_| ())
}

/// Removes what a decision said became of an agency.
pub(super) async fn unsay(act: &Act, from: Id<Agency>, on: LocalDate) -> Result<()> {
    let sql = "DELETE FROM org_succession WHERE from_id = $1 AND on_date = $2";
    act.run(sql, vec![from.uuid().into(), on.iso().into()]).await.map(|_| ())
}

/// Removes agencies a decision made, children before parents.
///
/// # Errors
/// The database's, when something names one already.
pub(super) async fn unmake(act: &Act, made: &[Id<Agency>]) -> Result<()> {
    for id in made.iter().rev() {
        act.run("DELETE FROM org_succession WHERE to_id = $1", vec![id.uuid().into()]).await?;
        act.run("DELETE FROM org_agency WHERE id = $1", vec![id.uuid().into()]).await?;
    }
    Ok(())
}
