use base::{Id, Timestamp};
use kernel::{
    Act, App, Error, Result,
    db::{FromQueryResult, Queries},
};
use sea_orm::prelude::Uuid;

use super::{Part, Shape};
use crate::site::Site;

/// A part of a site's face as it is kept.
#[derive(Clone, Debug)]
pub struct Kept<T> {
    /// What readers see; nothing for the usual.
    pub shown: Option<T>,
    /// What editors changed since and have not published.
    pub draft: Option<T>,
    /// When it last changed; nothing when nobody ever changed it.
    pub changed_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
}

impl<T: Shape> Kept<T> {
    /// What editors go on from: the draft, else what readers see, else the usual.
    pub fn working(&self, app: &App, site: &Site) -> T {
        self.draft.clone().or_else(|| self.shown.clone()).unwrap_or_else(|| T::usual(app, site))
    }
}

#[derive(FromQueryResult)]
struct Row {
    shown: Option<String>,
    draft: Option<String>,
    changed_at: i64,
    version: i64,
}

/// What is kept of a part.
///
/// # Errors
/// The database's.
pub async fn kept<T: Shape, C: Queries>(db: &C, site: Id<Site>) -> Result<Kept<T>> {
    let sql =
        "SELECT shown, draft, changed_at, version FROM portal_site_part WHERE site_id = $1 AND part = $2";
    let row: Option<Row> = db.one(sql, vec![site.uuid().into(), T::PART.word().into()]).await?;
    let Some(row) = row else {
        return Ok(Kept { shown: None, draft: None, changed_at: None, version: 0 });
    };
    let read = |json: Option<String>| json.map(|json| serde_json::from_str(&json)).transpose();
    Ok(Kept {
        shown: read(row.shown)?,
        draft: read(row.draft)?,
        changed_at: Some(Timestamp(row.changed_at)),
        version: row.version,
    })
}

/// Writes a part under the next version.
///
/// # Errors
/// [`Error::stale`] when it was changed since it was read.
pub(super) async fn save<T: Shape>(act: &Act, site: Id<Site>, kept: &mut Kept<T>) -> Result<()> {
    let write = |part: &Option<T>| part.as_ref().map(serde_json::to_string).transpose();
    let values = vec![
        site.uuid().into(),
        T::PART.word().into(),
        write(&kept.shown)?.into(),
        write(&kept.draft)?.into(),
        act.now().0.into(),
        kept.version.into(),
    ];
    let sql = if kept.version == 0 {
        "INSERT INTO portal_site_part (site_id, part, shown, draft, changed_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6 + 1) ON CONFLICT (site_id, part) DO NOTHING"
    } else {
        "UPDATE portal_site_part SET shown = $3, draft = $4, changed_at = $5, version = version + 1 \
         WHERE site_id = $1 AND part = $2 AND version = $6"
    };
    if act.run(sql, values).await? == 0 {
        return Err(Error::stale());
    }
    kept.version += 1;
    kept.changed_at = Some(act.now());
    Ok(())
}

/// A part of a face that readers see.
#[derive(FromQueryResult)]
pub(super) struct ShownRow {
    pub site_id: Uuid,
    pub part: String,
    pub shown: String,
}

/// All that readers see.
pub(super) async fn shown<C: Queries>(db: &C) -> Result<Vec<ShownRow>> {
    db.all("SELECT site_id, part, shown FROM portal_site_part WHERE shown IS NOT NULL", vec![]).await
}

/// Which sites have something editors have not published, of either part.
pub(super) async fn drafts<C: Queries>(db: &C) -> Result<Vec<Uuid>> {
    db.column("SELECT DISTINCT site_id FROM portal_site_part WHERE draft IS NOT NULL", vec![]).await
}

impl Part {
    /// The one stored under this word.
    pub(super) fn parse(word: &str) -> Option<Self> {
        [Self::Home, Self::Menu, Self::Look].into_iter().find(|part| part.word() == word)
    }
}
