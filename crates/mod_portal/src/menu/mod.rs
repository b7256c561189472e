//! A site's main menu: items of two levels, each leading to a place every site has, a section, a category, an entry, or an
//! address. Circular 32/2017/TT-BTTTT wants the home page, the introduction, public services and the map in it; the usual
//! menu has them, and editors are told what theirs lacks. An item whose entry was withdrawn leaves the public menu by
//! itself and is shown to the editors as leading nowhere.

mod edit;
mod form;
mod item;
mod nav;
mod target;
mod usual;
mod web;
mod web_item;

use kernel::Routes;

use crate::{face::web_draft, policy::SITE_COMPOSE};

pub use edit::{add, change, place, put_under, remove};
pub use item::{Item, MOST, MOST_UNDER};
pub use nav::nav;
pub use target::{PLACES, Target};

#[cfg(test)]
mod tests;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/quan-tri/bo-cuc/{site}/menu", SITE_COMPOSE, web::show)
        .post("/quan-tri/bo-cuc/{site}/menu", SITE_COMPOSE, web::create)
        .post(
            "/quan-tri/bo-cuc/{site}/menu/publication",
            SITE_COMPOSE,
            web_draft::create_publication::<Vec<Item>>,
        )
        .post("/quan-tri/bo-cuc/{site}/menu/discard", SITE_COMPOSE, web_draft::create_discard::<Vec<Item>>)
        .post("/quan-tri/bo-cuc/{site}/menu/usual", SITE_COMPOSE, web_draft::create_usual::<Vec<Item>>)
        .get("/quan-tri/bo-cuc/{site}/menu/{item}", SITE_COMPOSE, web_item::show)
        .post("/quan-tri/bo-cuc/{site}/menu/{item}", SITE_COMPOSE, web_item::save)
        .post("/quan-tri/bo-cuc/{site}/menu/{item}/place", SITE_COMPOSE, web_item::create_place)
        .post("/quan-tri/bo-cuc/{site}/menu/{item}/level", SITE_COMPOSE, web_item::create_level)
        .post("/quan-tri/bo-cuc/{site}/menu/{item}/removal", SITE_COMPOSE, web_item::create_removal)
}
