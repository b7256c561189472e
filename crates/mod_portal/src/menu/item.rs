use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};
use ui::Lang;

use super::{Target, usual};
use crate::{
    face::{Part, Shape},
    site::Site,
};

/// Most items side by side: more do not stand in a line, nor in anybody's head.
pub const MOST: usize = 12;
/// Most items under one.
pub const MOST_UNDER: usize = 15;

/// An item of a menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its identifier within the menu.
    pub id: String,
    /// What it says; empty for what its target is called anyway.
    #[serde(default)]
    pub label: String,
    /// The same in English.
    #[serde(default)]
    pub label_en: String,
    /// Where it leads.
    pub to: Target,
    /// Those under it; they hold none themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
}

impl Item {
    /// One that says what its target is called.
    pub fn to(id: &str, to: Target) -> Self {
        Self { id: id.to_owned(), label: String::new(), label_en: String::new(), to, items: Vec::new() }
    }

    /// What it says.
    pub fn label(&self, app: &kernel::App, lang: Lang) -> String {
        let own = if lang == Lang::En && !self.label_en.is_empty() { &self.label_en } else { &self.label };
        let named = self.to.name(app, lang);
        // A Vietnamese word of its own does not hide what the target is called in English.
        let foreign = lang == Lang::En && self.label_en.is_empty() && !named.is_empty();
        if own.is_empty() || foreign { named } else { own.clone() }
    }

    /// The entries it and those under it lead to.
    pub fn entries(&self) -> impl Iterator<Item = Uuid> {
        std::iter::once(self).chain(&self.items).filter_map(|item| item.to.entry())
    }
}

impl Shape for Vec<Item> {
    const PART: Part = Part::Menu;

    fn usual(app: &kernel::App, site: &Site) -> Self {
        usual::usual(app, site)
    }
}

/// Where an item stands: among which siblings, and at which place.
pub(super) fn siblings<'m>(menu: &'m mut Vec<Item>, id: &str) -> Option<(&'m mut Vec<Item>, usize)> {
    if let Some(at) = menu.iter().position(|item| item.id == id) {
        return Some((menu, at));
    }
    let above = menu.iter().position(|item| item.items.iter().any(|under| under.id == id))?;
    let list = &mut menu[above].items;
    let at = list.iter().position(|item| item.id == id)?;
    Some((list, at))
}

/// The item of this identifier.
pub(super) fn find<'m>(menu: &'m [Item], id: &str) -> Option<&'m Item> {
    menu.iter().flat_map(|item| std::iter::once(item).chain(&item.items)).find(|item| item.id == id)
}
