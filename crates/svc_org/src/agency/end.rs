use base::{Id, LocalDate, Validity};
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{
    ALL, Agency,
    create::refuse,
    event::{EVERY, Ended},
    model::faults,
    rights::deciding_path,
    store, succeed,
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
/// broken; [`Error::Forbidden`] when it, or a successor, is not the actor's to decide on; [`Error::NotFound`].
pub async fn end(ctx: &Ctx, id: Id<Agency>, version: i64, cmd: End) -> Result<Agency> {
    let mut act = ctx.act(AGENCY_EDIT).await?;
    let tree = store::lock(&act).await?;
    let before = tree.get(id).ok_or(Error::NotFound)?;
    act.require(deciding_path(&before.path))?;
    if before.version != version {
        return Err(Error::stale());
    }
    if before.validity.to().is_some() {
        return Err(Error::Conflict(Message::new("org.agency.already_ended")));
    }
    let mut agency = Agency::clone(before);
    let (successions, mut wrong) = succeed::successions(&mut act, &tree, id, &cmd)?;
    match Validity::new(before.validity.from(), Some(cmd.last_day)) {
        Ok(validity) => {
            agency.details.validity = validity;
            let rules = faults(&tree, Some(id), &agency.details);
            wrong.extend(rules.into_iter().filter(|(field, _)| *field == "valid_to"));
        }
        Err(_) => wrong.push(("valid_to", Message::new("org.agency.era"))),
    }
    refuse(wrong)?;
    store::save(&act, &mut agency).await?;
    store::replace_successions(&act, id, &successions).await?;
    act.touch(ALL);
    let successors: Vec<Id<Agency>> = successions.iter().map(|s| s.to).collect();
    for to in &successors {
        act.touch(format!("agency:{to}"));
    }
    act.record(&agency, &Ended { last_day: cmd.last_day, successors, ids: EVERY }).await?;
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(agency)
}
