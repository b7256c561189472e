//! What a site's home page is composed of. A block is of a kind, and a kind is one small file that declares its options
//! and makes its piece of the page; everything else (adding, arranging, keeping, looking before publishing) is the same
//! for all. A block that has nothing to show, because the site published nothing of the sort, is left out.

mod compose;
mod form;
mod kind;
mod show;
mod usual;
mod web;
mod web_block;

use kernel::Routes;
use serde::{Deserialize, Serialize};

use crate::{
    entry::field::Fields,
    face::{Part, Shape, web_draft},
    policy::SITE_COMPOSE,
    site::Site,
};

pub use compose::{add, change, place, remove};
pub use kind::{Kind, Setting};
pub use show::{Band, bands};

#[cfg(test)]
mod tests;

/// Most blocks on a home page.
pub const MOST: usize = 40;

/// A block of a home page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its identifier within the page.
    pub id: String,
    /// The word of its kind. One no kind has any more is left out of the page and named to the editors.
    pub kind: String,
    /// What its editors chose.
    #[serde(default)]
    pub fields: Fields,
}

impl Block {
    /// One as its kind has it before anybody chooses.
    pub fn new(id: impl Into<String>, kind: &str) -> Self {
        Self { id: id.into(), kind: kind.to_owned(), fields: Fields::default() }
    }

    /// With an option.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        self.fields.set(name, text);
        self
    }
}

impl Shape for Vec<Block> {
    const PART: Part = Part::Home;

    fn usual(_: &kernel::App, site: &Site) -> Self {
        usual::usual(site.kind)
    }
}

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/s/{slug}/ban-nhap", SITE_COMPOSE, web::preview)
        .get("/quan-tri/bo-cuc/{site}", SITE_COMPOSE, web::show)
        .post(
            "/quan-tri/bo-cuc/{site}/publication",
            SITE_COMPOSE,
            web_draft::create_publication::<Vec<Block>>,
        )
        .post("/quan-tri/bo-cuc/{site}/discard", SITE_COMPOSE, web_draft::create_discard::<Vec<Block>>)
        .post("/quan-tri/bo-cuc/{site}/usual", SITE_COMPOSE, web_draft::create_usual::<Vec<Block>>)
        .post("/quan-tri/bo-cuc/{site}/khoi", SITE_COMPOSE, web_block::create)
        .get("/quan-tri/bo-cuc/{site}/khoi/{block}", SITE_COMPOSE, web_block::show)
        .post("/quan-tri/bo-cuc/{site}/khoi/{block}", SITE_COMPOSE, web_block::save)
        .post("/quan-tri/bo-cuc/{site}/khoi/{block}/place", SITE_COMPOSE, web_block::create_place)
        .post("/quan-tri/bo-cuc/{site}/khoi/{block}/removal", SITE_COMPOSE, web_block::create_removal)
}
