use base::{Id, Timestamp};
use kernel::{
    Act, Result,
    db::{FromQueryResult, Queries},
};
use sea_orm::prelude::Uuid;

use crate::entry::{model::Entry, store::find};

/// An entry in one of its languages.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Version {
    pub id: Uuid,
    pub short: String,
    pub status: String,
    pub lang: String,
    /// What it is called in addresses, where the public sees it.
    pub slug: Option<String>,
    /// When the public first saw any of it.
    published_at: Option<i64>,
    /// When the public last got to see another text.
    revised_at: Option<i64>,
    /// When the text the public sees was written; the one being worked on where it sees none.
    written_at: i64,
}

impl Version {
    /// When the public last got to see something new of it.
    pub fn shown_at(&self) -> Option<Timestamp> {
        self.revised_at.or(self.published_at).map(Timestamp)
    }

    /// Whether its text was written before this original changed. When it was approved says nothing: whoever approves reads
    /// the translation.
    pub fn is_older_than(&self, original: &Self) -> bool {
        // The text readers saw first changed nothing by appearing, and changes nothing by appearing once more.
        let is_first = original.published_at.is_some_and(|first| original.written_at <= first);
        let changed = if is_first { Some(original.written_at) } else { original.shown_at().map(|at| at.0) };
        changed.is_some_and(|changed| changed > self.written_at)
    }
}

const COLUMNS: &str = "a.id, a.short, a.status, a.lang, r.slug, a.published_at, a.revised_at, w.at AS written_at \
     FROM portal_entry a LEFT JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision \
     JOIN portal_entry_revision w ON w.entry_id = a.id AND w.number = COALESCE(a.published_revision, a.revision)";

/// The translations of an entry, whatever their state.
pub async fn of<C: Queries>(db: &C, original: Id<Entry>) -> Result<Vec<Version>> {
    let sql = format!("SELECT {COLUMNS} WHERE a.original_id = $1 ORDER BY a.lang");
    db.all(&sql, vec![original.uuid().into()]).await
}

/// The entry and its translations, the entry first, whatever their state.
pub async fn all<C: Queries>(db: &C, original: Id<Entry>) -> Result<Vec<Version>> {
    let sql = format!(
        "SELECT {COLUMNS} WHERE a.id = $1 OR a.original_id = $1 ORDER BY a.original_id IS NOT NULL, a.lang"
    );
    db.all(&sql, vec![original.uuid().into()]).await
}

/// The translations of an entry the public sees, as this actor may work on them.
pub async fn public_of<C: Queries>(db: &C, actor: &base::Actor, original: Id<Entry>) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for version in of(db, original).await?.iter().filter(|version| version.slug.is_some()) {
        entries.extend(find(db, actor, Id::from_uuid(version.id)).await?);
    }
    Ok(entries)
}

/// Whether the public sees what an entry is a translation of; until the act is done, that stays so.
pub async fn is_led(act: &Act, entry: &Entry) -> Result<bool> {
    let Some(original) = entry.original else { return Ok(true) };
    // Nothing is changed: whoever takes the original off waits, and then finds the translation public.
    let sql = "UPDATE portal_entry SET version = version WHERE id = $1 AND published_revision IS NOT NULL";
    Ok(act.run(sql, vec![original.uuid().into()]).await? > 0)
}
