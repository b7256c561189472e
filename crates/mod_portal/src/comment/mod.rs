//! What people think of drafts on which opinions are asked (Decree 43/2011/NĐ-CP art. 10).
//!
//! Until the closing day anybody may write, named or not. An editor reads each opinion and publishes it as it is, with what
//! became of it, or refuses it with a reason; nothing is shown unread and nothing is rewritten. How many came and how many
//! were looked at stands on the draft's page. What became of all of them together is the draft's own `outcome`.

mod export;
mod model;
mod model_comments;
mod publish;
mod refuse;
mod send;
mod store;
mod waiting;
mod web_public;
mod web_work;

use kernel::{Access, Act, MenuItem, MenuPlace, Routes};

use crate::policy::COMMENT_MODERATE;

pub use model::{Comment, Status};
pub use model_comments::load_model_comments;
pub use publish::publish;
pub use refuse::refuse;
pub use send::{Opinion, send};
pub use waiting::{queue, waiting};
pub use web_public::beside;

#[cfg(test)]
mod tests;

/// The editors' list in the left rail.
pub const MENU: MenuItem = MenuItem {
    place: MenuPlace::Work("portal.entry.menu.group"),
    label: "portal.comment.menu",
    href: WORK,
    access: Access::Needs(COMMENT_MODERATE),
    order: 520,
};

/// Where editors work.
const WORK: &str = "/quan-tri/y-kien";

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/s/{slug}/du-thao/{entry}/y-kien", Access::Public, web_public::index)
        .get("/s/{slug}/du-thao/{entry}/y-kien/gui", Access::Public, web_public::new)
        .post("/s/{slug}/du-thao/{entry}/y-kien/gui", Access::Public, web_public::create)
        .get(WORK, COMMENT_MODERATE, web_work::index)
        .get("/quan-tri/y-kien/xuat.csv", COMMENT_MODERATE, export::csv)
        .get("/quan-tri/y-kien/{id}", COMMENT_MODERATE, web_work::show)
        .post("/quan-tri/y-kien/{id}/publication", COMMENT_MODERATE, web_work::create_publication)
        .post("/quan-tri/y-kien/{id}/refusal", COMMENT_MODERATE, web_work::create_refusal)
}

/// Names the pages that show how many opinions there are on a draft, and those published.
fn touch(act: &mut Act, entry: sea_orm::prelude::Uuid) {
    act.touch(key(entry));
}

/// The key of those pages.
fn key(entry: sea_orm::prelude::Uuid) -> String {
    format!("comments:{entry}")
}
