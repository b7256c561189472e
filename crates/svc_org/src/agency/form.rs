use base::{Id, LocalDate, Validity};
use ui::{FormState, Message};

use super::{Agency, CommuneKind, Details, Kind, Status};
use crate::AgencyCode;

/// Every field of the edit form with the text key of its label, in the order of the screen.
pub(super) const FIELDS: [(&str, &str); 20] = [
    ("kind", "org.field.kind"),
    ("commune_kind", "org.field.commune_kind"),
    ("name", "org.field.name"),
    ("full_name", "org.field.full_name"),
    ("name_en", "org.field.name_en"),
    ("slug", "org.field.slug"),
    ("parent", "org.field.parent"),
    ("code", "org.field.code"),
    ("unit_code", "org.field.unit_code"),
    ("valid_from", "org.field.valid_from"),
    ("valid_to", "org.field.valid_to"),
    ("address", "org.field.address"),
    ("phone", "org.field.phone"),
    ("email", "org.field.email"),
    ("office_hours", "org.field.office_hours"),
    ("area_km2", "org.field.area_km2"),
    ("lat", "org.field.lat"),
    ("lon", "org.field.lon"),
    ("verified", "org.field.verified"),
    ("note", "org.field.note"),
];

/// Longest text of a field, in characters: more is a mistake, not a name.
const LONGEST: usize = 500;

/// The form of an agency as it is.
pub(super) fn fill(agency: &Agency) -> FormState {
    let day = |day: Option<LocalDate>| day.map(LocalDate::iso).unwrap_or_default();
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    FormState::default()
        .with("kind", agency.kind.as_str())
        .with("commune_kind", agency.commune_kind.map(CommuneKind::as_str).unwrap_or_default())
        .with("name", &agency.name)
        .with("full_name", &agency.full_name)
        .with("name_en", agency.name_en.as_deref().unwrap_or_default())
        .with("slug", &agency.slug)
        .with("parent", agency.parent.map(|p| p.to_string()).unwrap_or_default())
        .with("code", agency.code.as_ref().map(AgencyCode::as_str).unwrap_or_default())
        .with("unit_code", agency.unit_code.as_deref().unwrap_or_default())
        .with("valid_from", day(agency.validity.from()))
        .with("valid_to", day(agency.validity.to()))
        .with("address", &agency.address)
        .with("phone", &agency.phone)
        .with("email", &agency.email)
        .with("office_hours", &agency.office_hours)
        .with("area_km2", number(agency.area_km2))
        .with("lat", number(agency.lat))
        .with("lon", number(agency.lon))
        .with("verified", if agency.status == Status::Verified { "1" } else { "" })
        .with("note", &agency.note)
        .with("version", agency.version)
}

/// Reads what an agency's own administrators may change; everything else stays as it is.
pub(super) fn read_own(form: &mut FormState, agency: &Agency) -> Option<Details> {
    refuse_long(form);
    let email = read_email(form);
    let lat = read_number(form, "lat", -90.0, 90.0);
    let lon = read_number(form, "lon", -180.0, 180.0);
    form.is_ok().then(|| Details {
        address: form.text("address"),
        phone: form.text("phone"),
        email,
        office_hours: form.text("office_hours"),
        lat,
        lon,
        ..agency.details.clone()
    })
}

fn refuse_long(form: &mut FormState) {
    for (field, _) in FIELDS {
        if form.text(field).chars().count() > LONGEST {
            form.reject(field, Message::new("org.form.too_long").with("most", LONGEST));
        }
    }
}

fn read_email(form: &mut FormState) -> String {
    let email = form.text("email");
    let plausible = email.split_once('@').is_some_and(|(who, at)| !who.is_empty() && at.contains('.'));
    if !email.is_empty() && (!plausible || email.contains(char::is_whitespace)) {
        form.reject("email", "org.form.email");
    }
    email
}

/// Reads the form; what is wrong stays in it. `root` says that the agency may stand at the top, as it does already.
pub(super) fn read(form: &mut FormState, root: bool) -> Option<Details> {
    refuse_long(form);
    let kind = Kind::parse(form.value("kind"));
    if kind.is_none() {
        form.reject("kind", "org.form.kind");
    }
    let is_commune = kind == Some(Kind::Commune);
    let commune_kind = CommuneKind::parse(form.value("commune_kind")).filter(|_| is_commune);
    if is_commune && commune_kind.is_none() {
        form.reject("commune_kind", "org.form.commune_kind");
    }
    let name = form.required("name", "org.form.name");
    let full_name = form.required("full_name", "org.form.full_name");
    let slug = read_slug(form, &name);
    let parent = read_parent(form, root);
    let code = read_code(form);
    let unit_code = read_unit_code(form, kind);
    let validity = read_validity(form);
    let email = read_email(form);
    let area_km2 = read_number(form, "area_km2", 0.0, 1_000_000.0);
    let lat = read_number(form, "lat", -90.0, 90.0);
    let lon = read_number(form, "lon", -180.0, 180.0);
    if !form.is_ok() {
        return None;
    }
    Some(Details {
        kind: kind?,
        commune_kind,
        code,
        unit_code,
        name,
        full_name,
        name_en: Some(form.text("name_en")).filter(|n| !n.is_empty()),
        slug,
        parent,
        validity,
        address: form.text("address"),
        phone: form.text("phone"),
        email,
        office_hours: form.text("office_hours"),
        area_km2,
        lat,
        lon,
        status: if form.has("verified", "1") { Status::Verified } else { Status::Memory },
        note: form.text("note"),
    })
}

/// The word in addresses; made from the name when left empty.
fn read_slug(form: &mut FormState, name: &str) -> String {
    let given = form.text("slug");
    let slug = if given.is_empty() { base::text::slug(name) } else { given };
    if !name.is_empty() && !super::is_slug(&slug) {
        form.reject("slug", "org.form.slug");
    } else if super::is_reserved(&slug) {
        form.reject("slug", Message::new("org.form.slug_reserved").with("value", &slug));
    }
    slug
}

fn read_parent(form: &mut FormState, root: bool) -> Option<Id<Agency>> {
    let given = form.text("parent");
    if given.is_empty() {
        if !root {
            form.reject("parent", "org.form.parent");
        }
        return None;
    }
    let parent = given.parse().ok();
    if parent.is_none() {
        form.reject("parent", "org.agency.parent_unknown");
    }
    parent
}

fn read_code(form: &mut FormState) -> Option<AgencyCode> {
    let given = form.text("code");
    if given.is_empty() {
        return None;
    }
    match AgencyCode::parse(&given) {
        Ok(code) => Some(code),
        Err(error) => {
            form.reject("code", error.message());
            None
        }
    }
}

fn read_unit_code(form: &mut FormState, kind: Option<Kind>) -> Option<String> {
    let given = form.text("unit_code");
    let digits = kind.and_then(Kind::unit_digits);
    if given.is_empty() {
        return None;
    }
    match digits {
        Some(n) if given.len() == n && given.bytes().all(|b| b.is_ascii_digit()) => Some(given),
        Some(n) => {
            form.reject("unit_code", Message::new("org.form.unit_code").with("digits", n));
            None
        }
        None => {
            form.reject("unit_code", "org.form.no_unit_code");
            None
        }
    }
}

fn read_validity(form: &mut FormState) -> Validity {
    let mut day = |field: &str| {
        let given = form.text(field);
        let day = LocalDate::parse(&given).ok();
        if day.is_none() && !given.is_empty() {
            form.reject(field, "org.form.date");
        }
        day
    };
    let (from, to) = (day("valid_from"), day("valid_to"));
    Validity::new(from, to).unwrap_or_else(|_| {
        form.reject("valid_to", "org.agency.era");
        Validity::ALWAYS
    })
}

/// A number as people write it, with a decimal comma or point.
fn read_number(form: &mut FormState, field: &str, least: f64, most: f64) -> Option<f64> {
    let given = form.text(field);
    if given.is_empty() {
        return None;
    }
    match given.replace(',', ".").parse::<f64>() {
        Ok(number) if (least..=most).contains(&number) => Some(number),
        _ => {
            form.reject(field, Message::new("org.form.number").with("least", least).with("most", most));
            None
        }
    }
}
