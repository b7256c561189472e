use kernel::{App, Ctx, Follows, Passing, Reorganisation, Result, new_id};
use uuid::Uuid;

use super::{
    apply::{Applied, apply},
    model::{Heir, Line, Plan},
};
use crate::Tree;

/// All that follows from a plan.
pub(crate) struct Foreseen {
    /// The plan against the tree.
    pub applied: Applied,
    /// What modules carry along or keep.
    pub follows: Vec<Follows>,
    /// Agencies of which somebody has to say who gets what cannot be divided.
    pub open: Vec<Uuid>,
}

impl Foreseen {
    /// Whether the plan can be decided.
    pub(crate) fn is_sound(&self) -> bool {
        self.applied.wrong.is_empty() && self.open.is_empty() && !self.applied.lines.is_empty()
    }
}

/// Works out what follows from a plan. Changes nothing.
///
/// # Errors
/// The database's.
pub(crate) async fn foresee(ctx: &Ctx, tree: &Tree, plan: &Plan) -> Result<Foreseen> {
    let applied = apply(tree, &plan.content, plan.on, || new_id::<()>().uuid());
    let change = change(plan, &applied.lines);
    let mut follows = Vec::new();
    for module in takers(ctx.app()) {
        follows.extend(module.foresee(ctx.app(), &change).await?);
    }
    let open = open(&applied.lines, &follows);
    Ok(Foreseen { applied, follows, open })
}

/// The modules' parts in reorganisations, in the order of modules.
pub(super) fn takers(app: &App) -> impl DoubleEndedIterator<Item = &'static dyn kernel::Reorganise> + '_ {
    app.modules().iter().filter_map(|m| m.reorganise)
}

fn open(lines: &[Line], follows: &[Follows]) -> Vec<Uuid> {
    let carries = |id: Uuid| follows.iter().any(|f| f.from == id && f.undivided && f.count > 0);
    lines.iter().filter(|l| l.is_open() && carries(l.from)).map(|l| l.from).collect()
}

/// A plan as modules see it.
pub(super) fn change(plan: &Plan, lines: &[Line]) -> Reorganisation {
    let made_of = |to: Uuid| lines.iter().filter(|l| l.to.contains(&to)).count();
    let passings = lines.iter().map(|line| {
        let alone = line.is_whole() && line.to.first().is_some_and(|&to| made_of(to) == 1);
        let same = line.is_whole() && (line.unchanged || alone) && line.heir != Heir::Nobody;
        Passing { from: line.from, to: line.to.clone(), heir: line.heir(), same }
    });
    let said = [&plan.basis, &plan.document_no].into_iter().filter(|text| !text.is_empty());
    Reorganisation {
        id: plan.id.uuid(),
        on: plan.on,
        basis: said.cloned().collect::<Vec<_>>().join(", "),
        passings: passings.collect(),
    }
}
