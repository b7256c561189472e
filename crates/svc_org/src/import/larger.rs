use std::sync::Arc;

use base::{Id, text};
use kernel::{Ctx, Error, Result, new_id};

use crate::{
    Agency, Kind, Tree,
    agency::{ALL, Details, Status, event::Imported, store},
    policy::AGENCY_EDIT,
};

/// What invented bodies are called; the name of what they belong to and a number follow.
const NAMES: &str = include_str!("../../seeds/larger_names.txt");

/// Invents bodies below the province's own agencies and its communes, so many in all: for measuring, beside the model
/// province. A second run changes nothing.
///
/// # Errors
/// [`kernel::Error::Forbidden`] for an actor who may not edit agencies; the database's.
pub async fn load_larger_province(ctx: &Ctx, bodies: usize) -> Result<usize> {
    let mut act = ctx.act(AGENCY_EDIT).await?;
    let tree = store::lock(&act).await?;
    let root = tree.root(ctx.today()).ok_or(Error::NotFound)?;
    act.require(&root.path)?;
    let above: Vec<&Arc<Agency>> = tree
        .children(root.id, ctx.today())
        .into_iter()
        .filter(|agency| agency.kind != Kind::Facility)
        .collect();
    if above.is_empty() || tree.all().any(|agency| agency.origin.as_deref() == Some(&*origin(0))) {
        return Ok(0);
    }
    let names: Vec<&str> = NAMES.lines().collect();
    let invented: Vec<Agency> = (0..bodies)
        .map(|n| {
            let parent = above[n % above.len()];
            let turn = n / above.len();
            let name = text::nfc(&format!("{} {} {}", names[turn % names.len()], parent.name, turn + 1));
            let details = Details {
                kind: Kind::ServiceCentre,
                commune_kind: None,
                code: None,
                unit_code: None,
                full_name: name.clone(),
                name,
                name_en: None,
                slug: format!("dv{n:05}"),
                parent: Some(parent.id),
                validity: parent.validity,
                address: String::new(),
                phone: String::new(),
                email: String::new(),
                office_hours: String::new(),
                area_km2: None,
                lat: None,
                lon: None,
                status: Status::Memory,
                note: String::new(),
            };
            let id: Id<Agency> = new_id();
            Agency { origin: Some(origin(n)), ..Agency::new(id, &parent.path, details) }
        })
        .collect();
    store::insert(&act, &invented).await?;
    act.touch(ALL);
    let events: Vec<_> = invented.iter().map(|agency| (agency, Imported::new(&agency.full_name))).collect();
    act.record_each(&events).await?;
    kernel::snapshot::commit::<Tree>(act).await?;
    Ok(bodies)
}

fn origin(n: usize) -> String {
    format!("larger:{n}")
}
