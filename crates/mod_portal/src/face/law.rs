use ui::Lang;

use crate::{
    menu::{Item, Target},
    site::Site,
};

/// Something the law asks a site to say and it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The text key of what is missing and where that is written.
    pub key: &'static str,
    /// Where it is put right, below the screens of sites; empty for those that belong to the menu.
    pub contact: bool,
}

/// What the foot of every page (Circular 32/2017/TT-BTTTT; Decree 43/2011/NĐ-CP art. 15), English pages (the same
/// decree, art. 13) and the menu lack.
pub fn missing(site: &Site, menu: &[Item]) -> Vec<Missing> {
    let said = [
        (&site.responsible, "portal.face.missing.responsible"),
        (&site.address, "portal.face.missing.address"),
        (&site.phone, "portal.face.missing.phone"),
        (&site.email, "portal.face.missing.email"),
    ];
    let mut all: Vec<Missing> = said
        .into_iter()
        .filter(|(text, _)| text.is_empty())
        .map(|(_, key)| Missing { key, contact: true })
        .collect();
    if site.name_in(Lang::En) == site.name {
        all.push(Missing { key: "portal.face.missing.name_en", contact: true });
    }
    let leads = |path: &str| {
        let there = |item: &Item| matches!(&item.to, Target::Place(place) if place == path);
        menu.iter().any(|item| there(item) || item.items.iter().any(there))
    };
    let asked = [
        ("/", "portal.face.missing.menu_home"),
        ("/gioi-thieu", "portal.face.missing.menu_about"),
        ("/thu-tuc", "portal.face.missing.menu_services"),
        ("/so-do", "portal.face.missing.menu_map"),
    ];
    let lacking = asked.into_iter().filter(|(path, _)| !leads(path));
    all.extend(lacking.map(|(_, key)| Missing { key, contact: false }));
    all
}
