//! Faces for some sites of the model province, so that the demonstration shows what can be composed.

use kernel::{Ctx, Error, Event, Result};
use serde::{Deserialize, Serialize};

use super::{Composed, Faces, Look, Shape, home_key, key, store};
use crate::{
    block::{Block, Kind},
    menu::Item,
    policy::SITE_COMPOSE,
    site::{self, Lookup},
};

const FACES: &str = include_str!("../../seeds/faces.json");

/// What the seeds say of a site.
#[derive(Deserialize)]
struct Seed {
    slug: String,
    #[serde(default)]
    home: Vec<Block>,
    #[serde(default)]
    menu: Vec<Item>,
    #[serde(default)]
    look: Look,
}

#[derive(Serialize)]
struct Sampled {}

impl Event for Sampled {
    const NAME: &'static str = "portal.face.sampled";
}

/// Gives some sites of the model province faces of their own and says how many. What editors have touched stays as it is,
/// so that a second run changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] without the right over one of the sites; the database's.
pub async fn load_model_faces(ctx: &Ctx) -> Result<usize> {
    let seeds: Vec<Seed> = serde_json::from_str(FACES)?;
    let family = site::sites(ctx.app())?;
    let mut act = ctx.act(SITE_COMPOSE).await?;
    let mut done = 0;
    for seed in seeds {
        let Lookup::Live(site) = family.by_slug(&seed.slug, ctx.today()) else { continue };
        if let Some(block) = seed.home.iter().find(|block| Kind::by_name(&block.kind).is_none()) {
            return Err(Error::internal(format!("model face of {}: no block {}", seed.slug, block.kind)));
        }
        act.require(&site.agency_path)?;
        let new = [
            give(&act, &site, (!seed.home.is_empty()).then_some(seed.home)).await?,
            give(&act, &site, (!seed.menu.is_empty()).then_some(seed.menu)).await?,
            give(&act, &site, (seed.look != Look::default()).then_some(seed.look)).await?,
        ];
        if new.contains(&true) {
            act.touch(home_key(site.id));
            act.touch(key(site.id));
            act.record(&Composed::of(&site), &Sampled {}).await?;
            done += 1;
        }
    }
    if done > 0 {
        kernel::snapshot::commit::<Faces>(act).await?;
    }
    Ok(done)
}

/// Gives a site a part nobody has given it yet.
async fn give<T: Shape>(act: &kernel::Act, site: &site::Site, part: Option<T>) -> Result<bool> {
    let mut kept = store::kept::<T, _>(act, site.id).await?;
    if part.is_none() || kept.version > 0 {
        return Ok(false);
    }
    kept.shown = part;
    store::save(act, site.id, &mut kept).await?;
    Ok(true)
}
