use base::Id;
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
    /// When the public last got to see something new of it.
    pub changed_at: Option<i64>,
}

const COLUMNS: &str = "a.id, a.short, a.status, a.lang, r.slug, COALESCE(a.revised_at, a.published_at) AS changed_at \
     FROM portal_entry a LEFT JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.published_revision";

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
