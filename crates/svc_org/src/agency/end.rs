use base::{Id, LocalDate, Validity};
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{
    ALL, Agency, Extent, Succession,
    create::refuse,
    event::{EVERY, Ended},
    model::faults,
    store,
};
use crate::{Tree, policy::AGENCY_EDIT};

/// How an agency ends.
#[derive(Clone, Debug)]
pub struct End {
    /// Its last day.
    pub last_day: LocalDate,
    /// What takes over from the next day on: one takes all, several a part each.
    pub successors: Vec<Id<Agency>>,
}

/// Ends an agency and says what becomes of it. Its past stays to be asked for.
///
/// # Errors
/// [`Error::Conflict`] when it has ended already or somebody changed it meanwhile; [`Error::Invalid`] names the rules
/// broken; [`Error::Forbidden`] when it is not the actor's; [`Error::NotFound`].
pub async fn end(ctx: &Ctx, id: Id<Agency>, version: i64, cmd: End) -> Result<Agency> {
    let mut act = ctx.act(AGENCY_EDIT).await?;
    let tree = store::lock(&act).await?;
    let before = tree.get(id).ok_or(Error::NotFound)?;
    act.require(&before.path)?;
    if before.version != version {
        return Err(Error::stale());
    }
    if before.validity.to().is_some() {
        return Err(Error::Conflict(Message::new("org.agency.already_ended")));
    }
    let Ok(validity) = Validity::new(before.validity.from(), Some(cmd.last_day)) else {
        return refuse(vec![("valid_to", Message::new("org.agency.era"))]).map(|()| Agency::clone(before));
    };
    let mut agency = Agency::clone(before);
    agency.details.validity = validity;
    let mut wrong: Vec<_> = faults(&tree, Some(id), &agency.details)
        .into_iter()
        .filter(|(field, _)| *field == "valid_to")
        .collect();
    let on = cmd.last_day.next();
    let stands = |to: &Id<Agency>| *to != id && tree.get(*to).is_some_and(|a| a.is_valid(on));
    if !cmd.successors.iter().all(stands) {
        wrong.push(("successor", Message::new("org.agency.successor_not_valid").with("day", on.vn())));
    }
    refuse(wrong)?;
    let mut successors = cmd.successors;
    successors.sort();
    successors.dedup();
    let extent = if successors.len() == 1 { Extent::Whole } else { Extent::Part };
    let known = |to: Id<Agency>| tree.successions().iter().any(|s| (s.from, s.to) == (id, to));
    let new: Vec<Succession> = successors
        .iter()
        .filter(|to| !known(**to))
        .map(|&to| Succession { from: id, to, on, extent, unchanged: false })
        .collect();
    store::save(&act, &mut agency).await?;
    store::insert_successions(&act, &new).await?;
    act.touch(ALL);
    for to in &successors {
        act.touch(format!("agency:{to}"));
    }
    act.record(&agency, &Ended { last_day: cmd.last_day, successors, ids: EVERY }).await?;
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(agency)
}
