use base::{Id, LocalDate, Validity};
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{
    event::{Reorganised, Undone},
    foresee::{change, takers},
    model::{Before, Plan, Status},
    store,
};
use crate::{
    Tree,
    agency::{ALL, deciding_path, event::EVERY, store as agencies},
    policy::REORGANISE,
};

/// Takes a decided reorganisation back before its day: everything is as it was before the decision.
///
/// # Errors
/// [`Error::Conflict`] when it is not decided, its day has come, somebody changed one of the agencies since, or
/// something names a new one already; [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn undo(ctx: &Ctx, id: Id<Plan>, version: i64) -> Result<Plan> {
    let mut act = ctx.act(REORGANISE).await?;
    let mut plan = store::find(&act, id, version).await?;
    if plan.status != Status::Decided || plan.on <= ctx.today() {
        return Err(Error::Conflict(Message::new("org.reorganisation.too_late")));
    }
    let tree = agencies::lock(&act).await?;
    let change = change(&plan, &plan.before.lines);
    for taker in takers(ctx.app()).rev() {
        taker.undo(&mut act, &change).await?;
    }
    let made: Vec<Id<crate::Agency>> = plan.before.made.iter().copied().map(Id::from_uuid).collect();
    let event = Reorganised { plan: plan.id.uuid(), effective: plan.on, ids: EVERY };
    act.touch(ALL);
    for (id, last) in &plan.before.ended {
        let Some(agency) = tree.get(Id::from_uuid(*id)) else { continue };
        act.require(deciding_path(&agency.path))?;
        let changed =
            Error::Conflict(Message::new("org.reorganisation.changed_since").with("name", &agency.full_name));
        if agency.validity.to() != Some(plan.on.previous()) {
            return Err(changed);
        }
        let last = last.as_deref().and_then(|day| LocalDate::parse(day).ok());
        let mut agency = crate::Agency::clone(agency);
        agency.details.validity = Validity::new(agency.validity.from(), last).map_err(|_| changed)?;
        agencies::save(&act, &mut agency).await?;
        store::unsay(&act, agency.id, plan.on).await?;
        act.record(&agency, &event).await?;
    }
    for id in &made {
        let Some(agency) = tree.get(*id) else { continue };
        act.record(agency.as_ref(), &event).await?;
    }
    let outside = tree.all().find(|a| !made.contains(&a.id) && a.parent.is_some_and(|p| made.contains(&p)));
    if let Some(other) = outside {
        return Err(Error::Conflict(
            Message::new("org.reorganisation.in_use").with("name", &other.full_name),
        ));
    }
    store::unmake(&act, &made).await.map_err(|error| {
        tracing::info!(error = %error, "a reorganisation could not be taken back");
        Error::Conflict(Message::new("org.reorganisation.in_use_somewhere"))
    })?;
    plan.status = Status::Undone;
    plan.before = Before::default();
    store::save(&act, &mut plan).await?;
    act.record(&plan, &Undone { effective: plan.on }).await?;
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(plan)
}
