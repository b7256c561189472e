use std::collections::BTreeMap;

use kernel::{App, Subject};
use sea_orm::prelude::Uuid;
use ui::Picture;

use super::Look;
use crate::{block::Block, menu::Item, site::Site};

/// One of the three things a face is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the home page is composed of.
    Home,
    /// The main menu.
    Menu,
    /// Colours, photograph, emblem, sentences at the foot.
    Look,
}

impl Part {
    /// As stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Menu => "menu",
            Self::Look => "look",
        }
    }
}

/// What is kept of a part: read from JSON and written to it.
pub trait Shape: Clone + serde::Serialize + serde::de::DeserializeOwned + Send + Sync {
    /// Which part it is.
    const PART: Part;

    /// What a site has that has said nothing.
    fn usual(app: &App, site: &Site) -> Self;
}

/// The face of a site as readers see it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Face {
    /// What the home page is composed of; nothing for the usual of the site's kind.
    pub home: Option<Vec<Block>>,
    /// The menu; nothing for the usual one.
    pub menu: Option<Vec<Item>>,
    /// Colours, photograph, emblem.
    pub look: Look,
    /// Addresses within the site of the public entries the menu names.
    pub entries: BTreeMap<Uuid, String>,
    /// The photograph of the site.
    pub photograph: Option<Picture>,
    /// The emblem at its head.
    pub emblem: Option<Picture>,
}

/// A site's face as the journal speaks of it: the subject of every change to one.
#[derive(Clone, Copy, Debug)]
pub struct Composed {
    /// The site.
    pub site: Uuid,
    /// The agency of that site.
    pub agency: Uuid,
}

impl Composed {
    /// That of a site.
    pub const fn of(site: &Site) -> Self {
        Self { site: site.id.uuid(), agency: site.agency_id }
    }
}

impl Subject for Composed {
    const KIND: &'static str = "face";
    fn subject_id(&self) -> Uuid {
        self.site
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}
