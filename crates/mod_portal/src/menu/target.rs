use std::fmt;

use base::Id;
use kernel::{App, MenuPlace};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ui::{Lang, t};

use crate::entry::{
    Entry, Kind,
    body::is_safe,
    field::{Field, Shape},
};

/// Places every site has or leads to: the path, whether it lies within the site, the word of its name.
pub const PLACES: [(&str, bool, &str); 10] = [
    ("/", true, "trang-chu"),
    ("/gioi-thieu", true, "gioi-thieu"),
    ("/thu-tuc", false, "thu-tuc"),
    ("/hoi-dap", true, "hoi-dap"),
    ("/co-quan", false, "co-quan"),
    ("/cac-trang", false, "cac-trang"),
    ("/dia-chi-cu", false, "dia-chi-cu"),
    ("/tim-kiem", false, "tim-kiem"),
    ("/lien-he", true, "lien-he"),
    ("/so-do", true, "so-do"),
];

/// Where an item leads, kept as one word: `place:/lien-he`, `section:document`, `category:article/chi-dao`, `entry:{id}`,
/// `address:https://…`, or nothing for an item that only holds others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nowhere: it holds others.
    Nowhere,
    /// A place every site has, or that another module added to the menus.
    Place(String),
    /// The section of a kind of entries.
    Section(&'static Kind),
    /// Entries of a kind of which the first field by which lists are narrowed says this.
    Category(&'static Kind, &'static str),
    /// An entry of the site.
    Entry(Id<Entry>),
    /// An address on the web, or on this portal.
    Address(String),
}

impl Target {
    /// What is kept as this word, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        if word.is_empty() {
            return Some(Self::Nowhere);
        }
        let (sort, rest) = word.split_once(':')?;
        match sort {
            "place" => rest.starts_with('/').then(|| Self::Place(rest.to_owned())),
            "section" => Kind::by_name(rest).map(Self::Section),
            "category" => {
                let (kind, word) = rest.split_once('/')?;
                let kind = Kind::by_name(kind)?;
                let (_, words) = categories(kind)?;
                Some(Self::Category(kind, words.iter().find(|known| **known == word)?))
            }
            "entry" => rest.parse().ok().map(Self::Entry),
            "address" => is_safe(rest).then(|| Self::Address(rest.to_owned())),
            _ => None,
        }
    }

    /// Where it leads from the menu of a site with this base, without language prefix. An entry is found by its caller.
    pub fn href(&self, base: &str) -> Option<String> {
        match self {
            Self::Nowhere => Some(String::new()),
            Self::Place(path) => {
                let local = PLACES.iter().any(|(known, local, _)| known == path && *local);
                Some(if local { format!("{base}{path}") } else { path.clone() })
            }
            Self::Section(kind) => Some(format!("{base}/{}", kind.section)),
            Self::Category(kind, word) => {
                let (field, _) = categories(kind)?;
                let name = if field.name == "category" { "muc" } else { field.name };
                Some(format!("{base}/{}?{name}={word}", kind.section))
            }
            Self::Address(address) => Some(address.clone()),
            Self::Entry(_) => None,
        }
    }

    /// What it is called where nobody said anything else; nothing for what has no name of its own.
    pub fn name(&self, app: &App, lang: Lang) -> String {
        match self {
            Self::Place(path) => match PLACES.iter().find(|(known, ..)| known == path) {
                Some((_, _, word)) => place(lang, word).to_owned(),
                None => added(app)
                    .find(|(known, _)| known == path)
                    .map(|(_, key)| t(lang, key))
                    .unwrap_or_default()
                    .to_owned(),
            },
            Self::Section(kind) => t(lang, &kind.section_key()).to_owned(),
            Self::Category(kind, word) => categories(kind)
                .map(|(field, _)| t(lang, &field.word_key(kind.name, word)).to_owned())
                .unwrap_or_default(),
            Self::Nowhere | Self::Entry(_) | Self::Address(_) => String::new(),
        }
    }
}

/// What a place is called.
pub(super) fn place(lang: Lang, word: &str) -> &'static str {
    ui::known(lang, &format!("portal.site.nav.{word}")).unwrap_or_default()
}

/// The field by which lists of a kind are narrowed first, with its words.
pub(super) fn categories(kind: &'static Kind) -> Option<(&'static Field, &'static [&'static str])> {
    let field = kind.fields.iter().find(|field| field.facet)?;
    match field.shape {
        Shape::Choice(words) => Some((field, words)),
        _ => None,
    }
}

/// What other modules add to every menu: path and text key.
pub(super) fn added(app: &App) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut items: Vec<_> = app.modules().iter().flat_map(|module| module.menu).collect();
    items.sort_by_key(|item| item.order);
    items
        .retain(|item| item.place == MenuPlace::Public && PLACES.iter().all(|(path, ..)| *path != item.href));
    items.into_iter().map(|item| (item.href, item.label))
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nowhere => Ok(()),
            Self::Place(path) => write!(f, "place:{path}"),
            Self::Section(kind) => write!(f, "section:{}", kind.name),
            Self::Category(kind, word) => write!(f, "category:{}/{word}", kind.name),
            Self::Entry(id) => write!(f, "entry:{id}"),
            Self::Address(address) => write!(f, "address:{address}"),
        }
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::parse(&word).ok_or_else(|| serde::de::Error::custom(format!("{word} leads nowhere")))
    }
}

impl Target {
    /// The entry it names.
    pub const fn entry(&self) -> Option<Uuid> {
        match self {
            Self::Entry(id) => Some(id.uuid()),
            _ => None,
        }
    }
}
