//! What readers and writers see of the other languages of a text.

use base::Id;
use kernel::{Ctx, Result};
use ui::{Page, Version};

use super::store::{self, Version as Row};
use crate::entry::{
    WORK, desk,
    kind::Kind,
    model::{Entry, Status},
    tongue::Tongue,
};

/// The other languages a text can be read in.
#[derive(Debug, Default)]
pub struct Reading {
    /// Their names, addresses and tags.
    pub links: Vec<(&'static str, String, &'static str)>,
    /// What the original of a translation is written in, and where it is read.
    pub original: Option<(Tongue, String)>,
    /// That it is a translation, and whether the original has changed since; nothing for originals.
    pub told: String,
}

/// The other public languages of an entry. The page learns where the same text stands in each.
pub async fn reading(
    ctx: &Ctx,
    page: &mut Page,
    id: Id<Entry>,
    original: Option<Id<Entry>>,
    kind: &Kind,
) -> Result<Reading> {
    let all = store::all(ctx.read(), original.unwrap_or(id)).await?;
    // Of one that was never translated nothing more is asked, and nothing depends on it.
    if all.len() < 2 {
        return Ok(Reading::default());
    }
    for version in &all {
        ctx.depends_on(format!("entry:{}", version.id));
    }
    let mut reading = Reading::default();
    for version in &all {
        let (Some(tongue), Some(slug)) = (Tongue::parse(&version.lang), &version.slug) else { continue };
        let path = format!("{}/{}/{slug}-{}", page.base, kind.section, version.short);
        let shown = Version { lang: tongue.code(), screens: tongue.screens(), path };
        if version.id != id.uuid() {
            reading.links.push((tongue.name(page.lang), shown.href(), tongue.code()));
            reading.original = original
                .filter(|id| id.uuid() == version.id)
                .map(|_| (tongue, shown.href()))
                .or(reading.original);
        }
        page.versions.push(shown);
    }
    if page.versions.len() < 2 {
        page.versions.clear();
    }
    reading.told = original.map(|_| told(page, &all, id)).unwrap_or_default();
    Ok(reading)
}

/// What is said of a translation.
fn told(page: &Page, all: &[Row], id: Id<Entry>) -> String {
    let Some((first, own)) = all.first().zip(all.iter().find(|version| version.id == id.uuid())) else {
        return String::new();
    };
    let from = Tongue::parse(&first.lang).map(|tongue| tongue.name_within(page.lang)).unwrap_or_default();
    if first.slug.is_some() && own.is_older_than(first) {
        let day = first.shown_at().map(|at| at.local_date().vn()).unwrap_or_default();
        return page.fill("portal.entry.translation.outdated", &[("lang", &from), ("day", &day)]);
    }
    page.fill("portal.entry.translation.told", &[("lang", &from)])
}

/// The languages of an entry as its screen shows them.
#[derive(Debug, Default)]
pub struct Desk {
    /// Language, address of its screen, text key and colour of its status, whether it is this one.
    pub versions: Vec<(&'static str, String, &'static str, &'static str, bool)>,
    /// Languages it has not been translated into, with the address where one begins.
    pub begin: Vec<(&'static str, String)>,
    /// The tags of the languages an original was translated into: it is not rewritten in one of them.
    pub taken: Vec<String>,
    /// That the original has changed since, and where what differs is seen.
    pub outdated: Option<String>,
}

/// The languages of an entry, and those it may still be translated into.
pub async fn desk(ctx: &Ctx, page: &Page, entry: &Entry, may_write: bool) -> Result<Desk> {
    let root = entry.original.unwrap_or(entry.id);
    let all = store::all(ctx.read(), root).await?;
    let mut shown = Desk::default();
    let status = |code: &str| Status::parse(code).unwrap_or(Status::Draft);
    if all.len() > 1 {
        for version in &all {
            let Some(tongue) = Tongue::parse(&version.lang) else { continue };
            let (href, status) = (page.href(&desk::path(Id::from_uuid(version.id))), status(&version.status));
            let here = version.id == entry.id.uuid();
            shown.versions.push((tongue.name(page.lang), href, status.key(), status.color(), here));
        }
    }
    let missing = Tongue::ALL.into_iter().filter(|tongue| all.iter().all(|v| v.lang != tongue.code()));
    if may_write {
        let at = |tongue: Tongue| page.href(&format!("{WORK}/moi?dich={root}&tieng={}", tongue.code()));
        shown.begin = missing.map(|tongue| (tongue.name(page.lang), at(tongue))).collect();
    }
    shown.taken =
        all.iter().filter(|version| version.id != entry.id.uuid()).map(|v| v.lang.clone()).collect();
    let own = all.iter().find(|version| version.id == entry.id.uuid());
    let behind = own.zip(all.first()).is_some_and(|(own, first)| own.is_older_than(first));
    if entry.original.is_some() && behind {
        shown.outdated = Some(page.href(&format!("{}/revisions", desk::path(root))));
    }
    Ok(shown)
}
