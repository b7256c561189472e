use base::Id;
use kernel::{Ctx, Error, Event, Result, new_id};
use serde::Serialize;

use super::{
    Item, MOST, MOST_UNDER, Target,
    item::{find, siblings},
};
use crate::{
    face::{self, Draft},
    site::Site,
};

/// An item of the draft was added, changed, moved or removed. What it is called goes along: it is public anyway.
#[derive(Serialize)]
struct Added {
    label: String,
}
impl Event for Added {
    const NAME: &'static str = "portal.menu.added";
}
#[derive(Serialize)]
struct Changed {
    label: String,
}
impl Event for Changed {
    const NAME: &'static str = "portal.menu.changed";
}
#[derive(Serialize)]
struct Moved {
    label: String,
    place: usize,
}
impl Event for Moved {
    const NAME: &'static str = "portal.menu.moved";
}
#[derive(Serialize)]
struct Removed {
    label: String,
}
impl Event for Removed {
    const NAME: &'static str = "portal.menu.removed";
}

/// What an editor says of an item.
#[derive(Clone, Debug)]
pub struct Details {
    /// What it says.
    pub label: String,
    /// The same in English.
    pub label_en: String,
    /// Where it leads.
    pub to: Target,
    /// The item it stands under; nothing for one of the line itself.
    pub under: Option<String>,
}

fn said(ctx: &Ctx, item: &Item) -> String {
    item.label(ctx.app(), ui::Lang::Vi)
}

/// An item of the draft as it was; what nobody has is not found.
fn known(draft: &Draft<Vec<Item>>, id: &str) -> Result<Item> {
    find(&draft.working, id).cloned().ok_or(Error::NotFound)
}

fn full(under: bool) -> Error {
    let most = if under { MOST_UNDER } else { MOST };
    Error::Conflict(ui::Message::new("portal.menu.refused.full").with("n", most))
}

/// Puts a new item at the end of the line, or of those under another.
///
/// # Errors
/// Those of [`face::open`]; [`Error::Conflict`] when there are as many as may stand there.
pub async fn add(ctx: &Ctx, site: Id<Site>, version: i64, details: Details) -> Result<()> {
    let mut draft = face::open::<Vec<Item>>(ctx, site, version).await?;
    let item = Item {
        id: new_id::<Item>().to_string(),
        label: details.label,
        label_en: details.label_en,
        to: details.to,
        items: Vec::new(),
    };
    let event = Added { label: said(ctx, &item) };
    put(&mut draft.working, item, details.under.as_deref())?;
    face::keep(draft, &event).await?;
    Ok(())
}

fn put(menu: &mut Vec<Item>, item: Item, under: Option<&str>) -> Result<()> {
    let list = match under {
        None => &mut *menu,
        Some(id) => &mut menu.iter_mut().find(|above| above.id == id).ok_or(Error::NotFound)?.items,
    };
    let most = if under.is_some() { MOST_UNDER } else { MOST };
    if list.len() >= most {
        return Err(full(under.is_some()));
    }
    list.push(item);
    Ok(())
}

/// Changes what an item says and where it leads.
///
/// # Errors
/// Those of [`face::open`]; [`Error::NotFound`] for an item that is not there.
pub async fn change(ctx: &Ctx, site: Id<Site>, version: i64, id: &str, details: Details) -> Result<()> {
    let mut draft = face::open::<Vec<Item>>(ctx, site, version).await?;
    let (list, at) = siblings(&mut draft.working, id).ok_or(Error::NotFound)?;
    let item = &mut list[at];
    (item.label, item.label_en, item.to) = (details.label, details.label_en, details.to);
    let event = Changed { label: said(ctx, item) };
    face::keep(draft, &event).await?;
    Ok(())
}

/// Puts an item at another place among those beside it, counted from nought.
///
/// # Errors
/// As [`change`].
pub async fn place(ctx: &Ctx, site: Id<Site>, version: i64, id: &str, to: usize) -> Result<()> {
    let mut draft = face::open::<Vec<Item>>(ctx, site, version).await?;
    let (list, at) = siblings(&mut draft.working, id).ok_or(Error::NotFound)?;
    let item = list.remove(at);
    let place = to.min(list.len());
    let event = Moved { label: said(ctx, &item), place: place + 1 };
    list.insert(place, item);
    face::keep(draft, &event).await?;
    Ok(())
}

/// Puts an item under another, or back into the line behind the one it stood under.
///
/// # Errors
/// As [`change`]; [`Error::Conflict`] for one that holds others, or where no more may stand.
pub async fn put_under(ctx: &Ctx, site: Id<Site>, version: i64, id: &str, under: Option<&str>) -> Result<()> {
    let mut draft = face::open::<Vec<Item>>(ctx, site, version).await?;
    let item = known(&draft, id)?;
    let menu = &mut draft.working;
    let above = menu.iter().position(|one| one.items.iter().any(|held| held.id == id));
    let (list, at) = siblings(menu, id).ok_or(Error::NotFound)?;
    list.remove(at);
    match (under, above) {
        (Some(_), _) if !item.items.is_empty() => {
            return Err(Error::Conflict("portal.menu.refused.holds".into()));
        }
        (Some(under), _) => put(menu, item.clone(), Some(under))?,
        (None, _) if menu.len() >= MOST => return Err(full(false)),
        (None, above) => {
            let place = above.map_or(at, |above| above + 1);
            menu.insert(place, item.clone());
        }
    }
    let (_, at) = siblings(menu, id).ok_or(Error::NotFound)?;
    face::keep(draft, &Moved { label: said(ctx, &item), place: at + 1 }).await?;
    Ok(())
}

/// Takes an item out, with those under it.
///
/// # Errors
/// As [`change`].
pub async fn remove(ctx: &Ctx, site: Id<Site>, version: i64, id: &str) -> Result<()> {
    let mut draft = face::open::<Vec<Item>>(ctx, site, version).await?;
    let event = Removed { label: said(ctx, &known(&draft, id)?) };
    let (list, at) = siblings(&mut draft.working, id).ok_or(Error::NotFound)?;
    list.remove(at);
    face::keep(draft, &event).await?;
    Ok(())
}
