use std::collections::HashSet;

use base::{Id, Validity};
use kernel::{Act, Ctx, Error, Result};
use ui::Message;

use super::{
    ALL, Agency, End, Extent, Fault, Succession,
    create::refuse,
    event::{EVERY, Succeeded},
    model::faults,
    rights::deciding_path,
    store,
};
use crate::{Tree, policy::AGENCY_EDIT};

/// Corrects what became of an agency that has ended: its last day, and what took over from it. What was said before is
/// replaced as a whole.
///
/// # Errors
/// [`Error::Conflict`] when it has not ended or somebody changed it meanwhile; [`Error::Invalid`] names the rules
/// broken; [`Error::Forbidden`] when it, or a successor, is not the actor's to decide on; [`Error::NotFound`].
pub async fn succeed(ctx: &Ctx, id: Id<Agency>, version: i64, cmd: End) -> Result<Agency> {
    let mut act = ctx.act(AGENCY_EDIT).await?;
    let tree = store::lock(&act).await?;
    let earlier = tree.get(id).ok_or(Error::NotFound)?;
    act.require(deciding_path(&earlier.path))?;
    if earlier.version != version {
        return Err(Error::stale());
    }
    if earlier.validity.to().is_none() {
        return Err(Error::Conflict(Message::new("org.agency.not_ended")));
    }
    let (successions, mut wrong) = successions(&mut act, &tree, id, &cmd)?;
    let mut agency = Agency::clone(earlier);
    match Validity::new(earlier.validity.from(), Some(cmd.last_day)) {
        Ok(validity) => {
            agency.details.validity = validity;
            let rules = faults(&tree, Some(id), &agency.details);
            wrong.extend(rules.into_iter().filter(|(field, _)| *field == "valid_to"));
        }
        Err(_) => wrong.push(("valid_to", Message::new("org.agency.era"))),
    }
    refuse(wrong)?;
    let names = |ids: &mut dyn Iterator<Item = Id<Agency>>| -> Vec<String> {
        ids.filter_map(|to| tree.get(to)).map(|a| a.full_name.clone()).collect()
    };
    let own: Vec<Succession> = tree.successions().iter().filter(|s| s.from == id).copied().collect();
    let (before, after) =
        (names(&mut own.iter().map(|s| s.to)), names(&mut successions.iter().map(|s| s.to)));
    store::save(&act, &mut agency).await?;
    store::replace_successions(&act, id, &successions).await?;
    act.touch(ALL);
    for to in own.iter().chain(&successions).map(|s| s.to) {
        act.touch(format!("agency:{to}"));
    }
    let event = Succeeded { last_day: cmd.last_day, before, after, ids: EVERY };
    act.record(&agency, &event).await?;
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(agency)
}

/// What is said of an agency's successors, and what is wrong with it. One takes all, several a part each.
///
/// # Errors
/// [`Error::Forbidden`] for a successor outside the actor's scope: nobody gives away what others would have to carry.
pub(super) fn successions(
    act: &mut Act,
    tree: &Tree,
    id: Id<Agency>,
    cmd: &End,
) -> Result<(Vec<Succession>, Vec<Fault>)> {
    let on = cmd.last_day.next();
    let mut successors = cmd.successors.clone();
    successors.sort();
    successors.dedup();
    let mut wrong = Vec::new();
    for to in &successors {
        let Some(agency) = tree.get(*to).filter(|a| a.id != id && a.is_valid(on)) else {
            wrong.push(("successor", Message::new("org.agency.successor_not_valid").with("day", on.vn())));
            break;
        };
        act.require(&agency.path)?;
        if leads_to(tree, *to, id) {
            let message = Message::new("org.agency.successor_cycle").with("other", &agency.full_name);
            wrong.push(("successor", message));
        }
    }
    let extent = if successors.len() == 1 { Extent::Whole } else { Extent::Part };
    // One that only carried on does so still, while it is the only one.
    let known =
        |to: Id<Agency>| tree.successions().iter().any(|s| (s.from, s.to, s.unchanged) == (id, to, true));
    let unchanged = |to: Id<Agency>| extent == Extent::Whole && known(to);
    let successions = successors
        .iter()
        .map(|&to| Succession { from: id, to, on, extent, unchanged: unchanged(to) })
        .collect();
    Ok((successions, wrong))
}

/// Whether successions lead from one agency to another.
pub(crate) fn leads_to(tree: &Tree, from: Id<Agency>, to: Id<Agency>) -> bool {
    let (mut seen, mut next) = (HashSet::from([from]), vec![from]);
    while let Some(at) = next.pop() {
        for step in tree.successions().iter().filter(|s| s.from == at) {
            if step.to == to {
                return true;
            }
            if seen.insert(step.to) {
                next.push(step.to);
            }
        }
    }
    false
}
