//! What an edit changed, in the words the history is told in.

use super::{Agency, CommuneKind, Details, Status};
use crate::{AgencyCode, Tree};

/// One field before and after.
#[derive(Debug, PartialEq)]
pub(crate) struct Change {
    pub field: &'static str,
    pub before: String,
    pub after: String,
}

/// The form fields in which two states differ.
pub(crate) fn changes(tree: &Tree, before: &Details, after: &Details) -> Vec<Change> {
    let mut changes: Vec<Change> = told(before)
        .into_iter()
        .zip(told(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| Change { field, before, after })
        .collect();
    // Told by name, for those who read it later.
    for change in changes.iter_mut().filter(|c| c.field == "parent") {
        let name = |details: &Details| {
            details.parent.and_then(|id| tree.get(id)).map(|a| a.full_name.clone()).unwrap_or_default()
        };
        (change.before, change.after) = (name(before), name(after));
    }
    changes
}

/// Every field as text, in the order of the form.
fn told(details: &Details) -> [(&'static str, String); 20] {
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let day = |day: Option<base::LocalDate>| day.map(base::LocalDate::iso).unwrap_or_default();
    [
        ("kind", details.kind.as_str().to_owned()),
        ("commune_kind", details.commune_kind.map(CommuneKind::as_str).unwrap_or_default().to_owned()),
        ("name", details.name.clone()),
        ("full_name", details.full_name.clone()),
        ("name_en", details.name_en.clone().unwrap_or_default()),
        ("slug", details.slug.clone()),
        ("parent", details.parent.map(|id: base::Id<Agency>| id.to_string()).unwrap_or_default()),
        ("code", details.code.as_ref().map(AgencyCode::as_str).unwrap_or_default().to_owned()),
        ("unit_code", details.unit_code.clone().unwrap_or_default()),
        ("valid_from", day(details.validity.from())),
        ("valid_to", day(details.validity.to())),
        ("address", details.address.clone()),
        ("phone", details.phone.clone()),
        ("email", details.email.clone()),
        ("office_hours", details.office_hours.clone()),
        ("area_km2", number(details.area_km2)),
        ("lat", number(details.lat)),
        ("lon", number(details.lon)),
        ("verified", if details.status == Status::Verified { "1" } else { "" }.to_owned()),
        ("note", details.note.clone()),
    ]
}
