use base::Id;
use kernel::{Ctx, Error, Result};

use super::{
    ALL, Agency, Details,
    create::refuse,
    event::{EVERY, Edited},
    model::{faults, path_below},
    store,
};
use crate::{Tree, policy::AGENCY_EDIT};

/// What the search documents of other agencies say about one.
const SHOWN_BY_OTHERS: [&str; 5] = ["name", "full_name", "parent", "valid_from", "valid_to"];

/// Changes an agency as it was at `version`. A new parent takes everything below along.
///
/// # Errors
/// [`Error::Conflict`] when somebody else changed it meanwhile; [`Error::Invalid`] names the rules broken;
/// [`Error::Forbidden`] when it, or the new parent, is not the actor's; [`Error::NotFound`].
pub async fn edit(ctx: &Ctx, id: Id<Agency>, version: i64, details: Details) -> Result<Agency> {
    let mut act = ctx.act(AGENCY_EDIT).await?;
    let tree = store::lock(&act).await?;
    let before = tree.get(id).ok_or(Error::NotFound)?;
    act.require(&before.path)?;
    if before.version != version {
        return Err(Error::stale());
    }
    let fields = changed(&before.details, &details);
    if fields.is_empty() {
        return Ok(Agency::clone(before));
    }
    refuse(faults(&tree, Some(id), &details))?;
    let mut agency = Agency { details, ..Agency::clone(before) };
    if agency.parent != before.parent {
        let parent_path = agency.parent.and_then(|p| tree.get(p)).map_or("", |p| p.path.as_str());
        agency.path = path_below(parent_path, id);
        act.require(&agency.path)?;
        store::move_subtree(&act, &before.path, &agency.path).await?;
    }
    store::save(&act, &mut agency).await?;
    act.touch(ALL);
    let ids = fields.iter().any(|field| SHOWN_BY_OTHERS.contains(field)).then_some(EVERY);
    act.record(&agency, &Edited { fields, ids }).await?;
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(agency)
}

/// The form fields in which two states differ.
fn changed(a: &Details, b: &Details) -> Vec<&'static str> {
    let pairs = [
        ("kind", a.kind != b.kind),
        ("commune_kind", a.commune_kind != b.commune_kind),
        ("name", a.name != b.name),
        ("full_name", a.full_name != b.full_name),
        ("name_en", a.name_en != b.name_en),
        ("slug", a.slug != b.slug),
        ("parent", a.parent != b.parent),
        ("code", a.code != b.code),
        ("unit_code", a.unit_code != b.unit_code),
        ("valid_from", a.validity.from() != b.validity.from()),
        ("valid_to", a.validity.to() != b.validity.to()),
        ("address", a.address != b.address),
        ("phone", a.phone != b.phone),
        ("email", a.email != b.email),
        ("office_hours", a.office_hours != b.office_hours),
        ("area_km2", a.area_km2 != b.area_km2),
        ("lat", a.lat != b.lat),
        ("lon", a.lon != b.lon),
        ("verified", a.status != b.status),
        ("note", a.note != b.note),
    ];
    pairs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}
