use kernel::{Ctx, Error, Result, new_id};
use ui::FormState;

use super::{
    ALL, Agency, Details, Fault,
    event::Created,
    model::{faults, path_below},
    store,
};
use crate::{Tree, policy::AGENCY_EDIT};

/// Makes a new agency below one the actor administers.
///
/// # Errors
/// [`Error::Invalid`] names the rules it breaks; [`Error::Forbidden`] below an agency that is not the actor's.
pub async fn create(ctx: &Ctx, details: Details) -> Result<Agency> {
    let mut act = ctx.act(AGENCY_EDIT).await?;
    let tree = store::lock(&act).await?;
    let parent_path = details.parent.and_then(|id| tree.get(id)).map_or("", |p| p.path.as_str());
    let id = new_id();
    if details.parent.is_none_or(|id| tree.get(id).is_some()) {
        act.require(&path_below(parent_path, id))?;
    }
    refuse(faults(&tree, None, &details))?;
    let agency = Agency::new(id, parent_path, details);
    store::insert(&act, std::slice::from_ref(&agency)).await?;
    act.touch(ALL);
    act.record(&agency, &Created { full_name: agency.full_name.clone() }).await?;
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(agency)
}

/// Broken rules as a form to be corrected.
pub(super) fn refuse(faults: Vec<Fault>) -> Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let mut form = FormState::default();
    for (field, message) in faults {
        form.reject(field, message);
    }
    Err(Error::Invalid(Box::new(form)))
}
