//! Where a procedure is handed in, and under which code an agency numbers its dossiers.

use std::sync::Arc;

use base::LocalDate;
use kernel::{App, Ctx, Result};
use sea_orm::prelude::Uuid;
use svc_catalogue::procedure::{Facts, Level};
use svc_org::{Agency, Kind, Tree};
use ui::Lang;

/// The agencies that receive a procedure on a day, by name.
///
/// # Errors
/// When the agencies are not loaded.
pub fn receiving(ctx: &Ctx, facts: &Facts, day: LocalDate) -> Result<Vec<Arc<Agency>>> {
    let tree = svc_org::tree(ctx.app())?;
    let of_kind = |kind: Kind| {
        let mut found: Vec<Arc<Agency>> =
            tree.at(day).into_iter().filter(|agency| agency.kind == kind).cloned().collect();
        found.sort_by_cached_key(|agency| base::text::fold(&agency.name));
        found
    };
    if facts.level == Level::Commune {
        return Ok(of_kind(Kind::Commune));
    }
    // Procedures of the province are handed in at its service centre; without one, at whoever does them.
    let centres = of_kind(Kind::ServiceCentre);
    if !centres.is_empty() {
        return Ok(centres);
    }
    let named = base::text::fold(&facts.agency);
    let does = |agency: &Arc<Agency>| named.contains(&base::text::fold(&agency.name));
    Ok(of_kind(Kind::Department).into_iter().filter(does).collect())
}

/// The code an agency's dossiers begin with: its national code; where that is not entered yet, the province's followed by
/// the statistics office's code of the unit, or by the word in its addresses.
pub fn code(tree: &Tree, agency: &Agency, day: LocalDate) -> String {
    if let Some(code) = &agency.code {
        return code.to_string();
    }
    let province = tree.root(day).and_then(|root| root.code.as_ref()).map(ToString::to_string);
    let own = agency.unit_code.clone().unwrap_or_else(|| {
        let plain = agency.slug.chars().filter(char::is_ascii_alphanumeric);
        plain.take(20).collect::<String>().to_ascii_uppercase()
    });
    match province {
        Some(province) => format!("{province}.{own}"),
        None => own,
    }
}

/// What an agency is called in a language.
///
/// # Errors
/// When the agencies are not loaded.
pub fn agency_name(app: &App, agency: Uuid, lang: Lang) -> Result<String> {
    let tree = svc_org::tree(app)?;
    let found = tree.get(base::Id::from_uuid(agency));
    Ok(found.map_or_else(String::new, |agency| match (&agency.name_en, lang) {
        (Some(name), Lang::En) => name.clone(),
        _ => agency.full_name.clone(),
    }))
}
