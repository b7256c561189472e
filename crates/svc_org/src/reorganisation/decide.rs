use base::Id;
use kernel::{Act, Ctx, Error, Result};
use ui::{FormState, Message};

use super::{
    apply::Applied,
    draft::require_draft,
    event::{Decided, Reorganised},
    foresee::{change, foresee, takers},
    model::{Before, Plan, Status},
    store,
};
use crate::{
    Tree,
    agency::{ALL, deciding_path, event::EVERY, store as agencies},
    policy::REORGANISE,
};

/// Decides a plan: in one act agencies get their last day, others are made, and modules carry along what is theirs, all
/// of it from the day on. Until then it may be taken back.
///
/// # Errors
/// [`Error::Invalid`] names what is wrong with the plan, or who has still to be chosen; [`Error::Forbidden`] when it
/// reaches beyond the actor's agencies; [`Error::Conflict`] when it is decided already or somebody changed it meanwhile;
/// [`Error::NotFound`].
pub async fn decide(ctx: &Ctx, id: Id<Plan>, version: i64) -> Result<Plan> {
    let mut act = ctx.act(REORGANISE).await?;
    let mut plan = store::find(&act, id, version).await?;
    require_draft(&plan)?;
    let tree = agencies::lock(&act).await?;
    let foreseen = foresee(ctx, &tree, &plan).await?;
    require_all(&mut act, &tree, &foreseen.applied)?;
    if !foreseen.is_sound() {
        return Err(unsound(&tree, &foreseen));
    }
    let Applied { mut ended, made, successions, lines, .. } = foreseen.applied;
    let change = change(&plan, &lines);
    plan.before = Before {
        ended: ended
            .iter()
            .map(|a| {
                (a.id.uuid(), tree.get(a.id).and_then(|was| was.validity.to()).map(base::LocalDate::iso))
            })
            .collect(),
        made: made.iter().map(|a| a.id.uuid()).collect(),
        lines,
    };
    for agency in &mut ended {
        agencies::save(&act, agency).await?;
    }
    agencies::insert(&act, &made).await?;
    let known = |s: &&crate::Succession| tree.successions().iter().any(|k| (k.from, k.to) == (s.from, s.to));
    let new: Vec<_> = successions.iter().filter(|s| !known(s)).copied().collect();
    agencies::insert_successions(&act, &new).await?;
    for taker in takers(ctx.app()) {
        taker.decide(&mut act, &change).await?;
    }
    plan.status = Status::Decided;
    store::save(&act, &mut plan).await?;
    act.touch(ALL);
    let event = Reorganised { plan: plan.id.uuid(), effective: plan.on, ids: EVERY };
    for agency in ended.iter().chain(&made) {
        act.record(agency, &event).await?;
    }
    let decided = Decided { effective: plan.on, basis: &change.basis, ends: ended.len(), makes: made.len() };
    act.record(&plan, &decided).await?;
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(plan)
}

/// Every agency that ends or begins is decided about one level up, and every successor is the actor's.
fn require_all(act: &mut Act, tree: &Tree, applied: &Applied) -> Result<()> {
    for agency in applied.ended.iter().chain(&applied.made) {
        act.require(deciding_path(&agency.path))?;
    }
    for to in applied.successions.iter().filter_map(|s| tree.get(s.to)) {
        act.require(&to.path)?;
    }
    Ok(())
}

fn unsound(tree: &Tree, foreseen: &super::foresee::Foreseen) -> Error {
    let mut form = FormState::default();
    for (about, message) in foreseen.applied.wrong.iter().take(20) {
        let name = about.and_then(|id| tree.get(Id::from_uuid(id))).map(|a| a.full_name.clone());
        let said = match name {
            Some(name) => Message::new("org.reorganisation.about")
                .with("name", name)
                .with("what", message.text(ui::Lang::Vi)),
            None => message.clone(),
        };
        form.reject("", said);
    }
    for name in foreseen.open.iter().filter_map(|id| tree.get(Id::from_uuid(*id))).map(|a| &a.full_name) {
        form.reject("", Message::new("org.reorganisation.choose").with("name", name));
    }
    if foreseen.applied.lines.is_empty() {
        form.reject("", "org.reorganisation.no_lines");
    }
    Error::Invalid(Box::new(form))
}
