use base::{LocalDate, Vnd};
use kernel::{Ctx, Error, Event, Result, new_id};
use serde::Serialize;

use super::{UNVERIFIED, Unit, Validity, begin, day};
use crate::royalty::{model::refused, store};

/// A value as the journal keeps it.
#[derive(Serialize)]
struct Kept {
    value: i64,
    valid_from: String,
    valid_to: String,
    standing: String,
    basis: String,
}

impl Kept {
    fn of(row: &Unit) -> Self {
        Self {
            value: row.value,
            valid_from: row.valid_from.clone(),
            valid_to: day(row.valid_to.as_deref()),
            standing: row.standing.clone(),
            basis: row.basis.clone(),
        }
    }
}

#[derive(Serialize)]
struct UnitSet {
    #[serde(flatten)]
    kept: Kept,
}

impl Event for UnitSet {
    const NAME: &'static str = "portal.royalty_unit.set";
}

#[derive(Serialize)]
struct UnitChanged {
    before: Kept,
    after: Kept,
}

impl Event for UnitChanged {
    const NAME: &'static str = "portal.royalty_unit.changed";
}

/// Enters what one coefficient is worth from a day on, or changes the row named.
///
/// # Errors
/// As [`super::set_genre`].
pub async fn set_unit(
    ctx: &Ctx,
    id: Option<&str>,
    version: i64,
    value: Vnd,
    validity: Validity,
) -> Result<()> {
    let mut act = begin(ctx).await?;
    let mut row = match id {
        Some(id) => store::rates::unit(&act, id).await?.ok_or(Error::NotFound)?,
        None => Unit {
            id: new_id::<()>().to_string(),
            value: 0,
            valid_from: String::new(),
            valid_to: None,
            basis: String::new(),
            standing: UNVERIFIED.to_owned(),
            version: 0,
        },
    };
    if id.is_some() && row.version != version {
        return Err(Error::stale());
    }
    let before = Kept::of(&row);
    row.value = value.0;
    row.valid_from = validity.from.iso();
    row.valid_to = validity.to.map(LocalDate::iso);
    row.basis = validity.basis.clone();
    validity.standing().clone_into(&mut row.standing);
    if store::rates::has_other_unit(&act, &row).await? {
        return Err(refused("portal.royalty.rate.taken"));
    }
    store::rates::save_unit(&act, &row, id.is_none()).await?;
    let after = Kept::of(&row);
    match id {
        Some(_) => act.record(&row, &UnitChanged { before, after }).await?,
        None => act.record(&row, &UnitSet { kept: after }).await?,
    }
    act.commit().await
}
