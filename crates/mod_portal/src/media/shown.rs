//! Items as the entries that name them show them.

use std::collections::HashMap;

use base::Id;
use kernel::{Ctx, Result};
use svc_files::Look;
use ui::Picture;

use super::{
    ADDRESS,
    model::{Item, key},
    store,
};

/// The item an address names, if it is one of the library's.
pub fn named(address: &str) -> Option<Id<Item>> {
    address.strip_prefix(ADDRESS)?.parse().ok()
}

/// An item with its file.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What the library says about it.
    pub item: Item,
    /// Its file.
    pub look: Look,
}

impl Shown {
    /// It as a picture that shows `alt`; as the library describes it where that is empty.
    pub fn picture(&self, alt: &str) -> Option<Picture> {
        let alt = if alt.is_empty() { &self.item.details.alt } else { alt };
        self.look.picture.clone().map(|picture| Picture { alt: alt.to_owned(), ..picture })
    }

    /// Where its file is opened.
    pub fn href(&self) -> String {
        self.look.file.url()
    }

    /// `PDF, 1 MB`: what awaits whoever follows.
    pub fn measure(&self) -> String {
        format!("{}, {}", self.look.label, svc_files::size(self.look.size))
    }

    /// The address of the picture at a width for lists, in points.
    fn narrow(&self) -> String {
        let Some(picture) = &self.look.picture else { return String::new() };
        let fitting =
            picture.sources.iter().filter(|(_, width)| *width >= LISTED).min_by_key(|(_, width)| *width);
        fitting.or(picture.sources.last()).map_or_else(|| picture.src.clone(), |(src, _)| src.clone())
    }
}

/// Width of pictures in lists, in points.
const LISTED: u32 = 480;

/// Items by their identifiers, as far as they are still there.
#[derive(Clone, Debug, Default)]
pub struct Media(HashMap<Id<Item>, Shown>);

impl Media {
    /// These items. The page made with them is made anew whenever one of them changes.
    ///
    /// # Errors
    /// The database's.
    pub async fn load(ctx: &Ctx, ids: &[Id<Item>]) -> Result<Self> {
        for id in ids {
            ctx.depends_on(key(*id));
        }
        Self::read(ctx.read(), store::all(ctx.read(), ids).await?).await
    }

    /// These items, with their files.
    ///
    /// # Errors
    /// The database's.
    pub async fn read<C: kernel::db::Queries + sea_orm::ConnectionTrait>(
        db: &C,
        items: Vec<Item>,
    ) -> Result<Self> {
        let files: Vec<_> = items.iter().map(|item| item.file).collect();
        let mut looks = svc_files::looks(db, &files).await?;
        let shown = items.into_iter().filter_map(|item| {
            let look = looks.remove(&item.file)?;
            Some((item.id, Shown { item, look }))
        });
        Ok(Self(shown.collect()))
    }

    /// The item of this identifier.
    pub fn get(&self, id: Id<Item>) -> Option<&Shown> {
        self.0.get(&id)
    }

    /// The item a field's text or an address names.
    pub fn at(&self, text: &str) -> Option<&Shown> {
        self.get(named(text).or_else(|| text.parse().ok())?)
    }

    /// The picture a field names: a drawing by its name, or one of the library; nothing for none.
    pub fn picture(&self, text: &str, alt: &str) -> Option<Picture> {
        if let Some(shown) = self.at(text) {
            return shown.picture(alt);
        }
        let src = drawing(text);
        let (src, alt) = (src.to_owned(), alt.to_owned());
        (!src.is_empty()).then(|| Picture { src, width: 640, height: 360, alt, sources: Vec::new() })
    }

    /// The address of the picture a field names, narrow enough for lists; nothing for none.
    pub fn address(&self, text: &str) -> String {
        self.at(text).map_or_else(|| drawing(text).to_owned(), Shown::narrow)
    }
}

/// The address of a drawing by its name; nothing for none.
fn drawing(name: &str) -> &'static str {
    let known = crate::entry::model::PICTURES.iter().any(|(known, _)| *known == name);
    if known { ui::assets::href(&format!("pictures/{name}.svg")) } else { "" }
}
