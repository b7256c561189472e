use kernel::App;

use super::{Item, Target, target::added};
use crate::{entry::kind::ARTICLE, site::Site};

/// The menu of a site whose editors have said nothing: what Circular 32/2017/TT-BTTTT asks for, news, questions, and what
/// other modules add.
pub(super) fn usual(app: &App, _: &Site) -> Vec<Item> {
    let place = |id: &str, path: &str| Item::to(id, Target::Place(path.to_owned()));
    let mut items = vec![
        place("home", "/"),
        place("about", "/gioi-thieu"),
        Item::to("news", Target::Section(&ARTICLE)),
        place("services", "/thu-tuc"),
        place("questions", "/hoi-dap"),
        place("agencies", "/co-quan"),
    ];
    items.extend(added(app).map(|(path, _)| place(path.trim_start_matches('/'), path)));
    items.extend([place("contact", "/lien-he"), place("map", "/so-do")]);
    items
}
