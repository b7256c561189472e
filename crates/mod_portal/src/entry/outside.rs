//! What other slices may know of a published entry: those that let readers answer it.

use base::{Id, LocalDate};
use kernel::{Ctx, Result, db::Queries as _};
use sea_orm::prelude::Uuid;

use super::{content::Content, field::Fields, kind::Kind, model::Entry, store::public};
use crate::site::Site;

/// A published entry.
#[derive(Debug)]
pub struct Opened {
    /// Its identifier.
    pub id: Id<Entry>,
    /// Its title.
    pub title: String,
    /// What its kind declares.
    pub fields: Fields,
    /// Its address within its site.
    pub path: String,
}

impl Opened {
    /// The day in a field, if there is one.
    pub fn day(&self, field: &str) -> Option<LocalDate> {
        LocalDate::parse(self.fields.text(field)).ok()
    }

    /// Whether it takes answers on this day, from the day it opens to the day it closes.
    pub fn is_open(&self, on: LocalDate) -> bool {
        self.day("opens").is_none_or(|day| day <= on) && self.day("closes").is_some_and(|day| on <= day)
    }
}

/// The published entry of this kind behind the last part of an address, on a site.
///
/// # Errors
/// The database's.
pub async fn opened(ctx: &Ctx, site: Id<Site>, kind: &str, name: &str) -> Result<Option<Opened>> {
    Ok(found(ctx, site, kind, name).await?.map(|(opened, _)| opened))
}

/// As [`opened`], of those that readers answer: translations are answered with their originals.
///
/// # Errors
/// The database's.
pub async fn answered(ctx: &Ctx, site: Id<Site>, kind: &str, name: &str) -> Result<Option<Opened>> {
    let found = found(ctx, site, kind, name).await?;
    Ok(found.and_then(|(opened, original)| original.is_none().then_some(opened)))
}

/// A published entry, and what it is a translation of.
async fn found(ctx: &Ctx, site: Id<Site>, kind: &str, name: &str) -> Result<Option<(Opened, Option<Uuid>)>> {
    let short = name.rsplit_once('-').map_or(name, |(_, short)| short);
    let found = public::open(ctx.read(), site, short).await?;
    let Some(found) = found.filter(|found| Kind::by_name(kind).is_some_and(|kind| found.kind == kind)) else {
        return Ok(None);
    };
    let section = found.kind.section;
    let opened = |(slug, content): (String, Content)| Opened {
        id: Id::from_uuid(found.id),
        path: format!("/{section}/{slug}-{short}"),
        title: content.title,
        fields: content.fields,
    };
    Ok(found.content.map(|content| (opened(content), found.original)))
}

/// The pages of its own a site has published, by their titles: what its menu may lead to.
///
/// # Errors
/// The database's.
pub async fn pages(ctx: &Ctx, site: Id<Site>) -> Result<Vec<(Id<Entry>, String)>> {
    let Some(kind) = Kind::by_name("page") else { return Ok(Vec::new()) };
    let shelf = public::Shelf::of(site, kind, super::tongue::Tongue::VI);
    let found = public::list(ctx.read(), &shelf, 60).await?;
    Ok(found.into_iter().map(|shown| (Id::from_uuid(shown.id), shown.title)).collect())
}

/// Whether an entry is a site's.
///
/// # Errors
/// The database's.
pub async fn is_of(ctx: &Ctx, id: Id<Entry>, site: Id<Site>) -> Result<bool> {
    let sql = "SELECT count(*) FROM portal_entry WHERE id = $1 AND site_id = $2";
    let found: Option<i64> = ctx.read().scalar(sql, vec![id.uuid().into(), site.uuid().into()]).await?;
    Ok(found.unwrap_or(0) > 0)
}
