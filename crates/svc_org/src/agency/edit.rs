use base::Id;
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{
    ALL, Agency, Details, Fault,
    change::{Change, changes},
    create::refuse,
    event::{EVERY, Edited},
    model::{faults, path_below},
    rights::{OWN, deciding_path},
    store,
};
use crate::{Succession, Tree, policy::AGENCY_EDIT};

/// What the search documents of other agencies say about one.
const SHOWN_BY_OTHERS: [&str; 5] = ["name", "full_name", "parent", "valid_from", "valid_to"];

/// Changes an agency as it was at `version`. A new parent takes everything below along; another last day moves the day
/// on which its successors took over; without a last day it has no successors any more.
///
/// # Errors
/// [`Error::Conflict`] when somebody else changed it meanwhile; [`Error::Invalid`] names the rules broken;
/// [`Error::Forbidden`] when it, the new parent or the field changed is not the actor's to decide on;
/// [`Error::NotFound`].
pub async fn edit(ctx: &Ctx, id: Id<Agency>, version: i64, details: Details) -> Result<Agency> {
    let mut act = ctx.act(AGENCY_EDIT).await?;
    let tree = store::lock(&act).await?;
    let before = tree.get(id).ok_or(Error::NotFound)?;
    act.require(&before.path)?;
    if before.version != version {
        return Err(Error::stale());
    }
    let changes = changes(&tree, &before.details, &details);
    if changes.is_empty() {
        return Ok(Agency::clone(before));
    }
    if changes.iter().any(|c| !OWN.contains(&c.field)) {
        act.require(deciding_path(&before.path))?;
    }
    let (successions, wrong) = successions(&tree, before, &details);
    refuse(faults(&tree, Some(id), &details).into_iter().chain(wrong).collect())?;
    let mut agency = Agency { details, ..Agency::clone(before) };
    if agency.parent != before.parent {
        let parent_path = agency.parent.and_then(|p| tree.get(p)).map_or("", |p| p.path.as_str());
        agency.path = path_below(parent_path, id);
        act.require(if parent_path.is_empty() { &agency.path } else { parent_path })?;
        store::move_subtree(&act, &before.path, &agency.path).await?;
    }
    store::save(&act, &mut agency).await?;
    if let Some(successions) = successions {
        store::replace_successions(&act, id, &successions).await?;
        for step in tree.became(id) {
            act.touch(format!("agency:{}", step.agency.id));
        }
    }
    act.touch(ALL);
    act.record(&agency, &edited(changes)).await?;
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(agency)
}

fn edited(changes: Vec<Change>) -> Edited {
    let ids = changes.iter().any(|c| SHOWN_BY_OTHERS.contains(&c.field)).then_some(EVERY);
    let fields = changes.iter().map(|c| c.field).collect();
    // A remark for editors is not for whoever reads the history.
    let (before, after) = changes
        .into_iter()
        .filter(|c| c.field != "note")
        .map(|c| ((c.field, c.before), (c.field, c.after)))
        .unzip();
    Edited { fields, before, after, ids }
}

/// What becomes of the successions when the last day changes; nothing when they stay as they are.
fn successions(tree: &Tree, before: &Agency, details: &Details) -> (Option<Vec<Succession>>, Option<Fault>) {
    let (old, new) = (before.validity.to(), details.validity.to());
    let own: Vec<Succession> = tree.successions().iter().filter(|s| s.from == before.id).copied().collect();
    if old == new || old.is_none() || own.is_empty() {
        return (None, None);
    }
    let Some(on) = new.map(base::LocalDate::next) else { return (Some(Vec::new()), None) };
    let moved: Vec<Succession> = own
        .into_iter()
        .map(|s| if Some(s.on) == old.map(base::LocalDate::next) { Succession { on, ..s } } else { s })
        .collect();
    let stands = |s: &Succession| s.on != on || tree.get(s.to).is_some_and(|a| a.is_valid(on));
    if moved.iter().all(stands) {
        return (Some(moved), None);
    }
    (None, Some(("valid_to", Message::new("org.agency.successor_not_valid").with("day", on.vn()))))
}
