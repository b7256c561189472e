//! What waits for one account.

use base::Actor;
use kernel::{
    Result, RowScope,
    db::{FromQueryResult, Queries, Values},
};
use sea_orm::prelude::Uuid;

use crate::{entry::model::Status, policy};

/// Whether `$1` wrote it, or had a hand in what the public does not see yet.
const OWN: &str = "(COALESCE(a.writer_id = $1, FALSE) OR EXISTS (SELECT 1 FROM portal_entry_revision h \
     WHERE h.entry_id = a.id AND h.number > COALESCE(a.published_revision, 0) AND h.editor_id = $1))";

/// How much waits for one account.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Mine {
    /// Entries it may decide on.
    pub review: i64,
    /// Its entries that came back.
    pub returned: i64,
    /// Its drafts.
    pub drafts: i64,
}

/// What waits for this account: to decide on, within its rights and only what it had no hand in; to write on, only
/// what it had a hand in.
pub async fn mine<C: Queries>(db: &C, actor: &Actor, account: Uuid) -> Result<Mine> {
    let mut values: Values = vec![account.into()];
    let write = RowScope::of(actor, policy::ENTRY_WRITE).condition("o.path", &mut values);
    let publish = RowScope::of(actor, policy::ENTRY_PUBLISH).condition("o.path", &mut values);
    let count = |name: &str, status: Status, who: &str| {
        let code = status.code();
        format!(
            "CAST(COALESCE(SUM(CASE WHEN a.status = '{code}' AND {who} THEN 1 ELSE 0 END), 0) AS BIGINT) AS {name}"
        )
    };
    let sql = format!(
        "SELECT {}, {}, {} FROM portal_entry a JOIN portal_site s ON s.id = a.site_id \
         JOIN org_agency o ON o.id = s.agency_id WHERE a.status IN ('in_review', 'returned', 'draft')",
        count("review", Status::InReview, &format!("NOT {OWN} AND {publish}")),
        count("returned", Status::Returned, &format!("{OWN} AND {write}")),
        count("drafts", Status::Draft, &format!("{OWN} AND {write}")),
    );
    Ok(db.one(&sql, values).await?.unwrap_or_default())
}

/// An entry that waits for one account.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waits {
    /// Its identifier.
    pub id: Uuid,
    /// Its site.
    pub site_id: Uuid,
    /// Its status's word.
    pub status: String,
    /// Since when it waits.
    pub updated_at: i64,
    /// Its title as worked on.
    pub title: String,
}

/// The entries [`mine`] counts: for a decision first, then what came back, then drafts; in each, the longest waiting.
pub async fn queue<C: Queries>(db: &C, actor: &Actor, account: Uuid, most: u64) -> Result<Vec<Waits>> {
    let mut values: Values = vec![account.into()];
    let write = RowScope::of(actor, policy::ENTRY_WRITE).condition("o.path", &mut values);
    let publish = RowScope::of(actor, policy::ENTRY_PUBLISH).condition("o.path", &mut values);
    let sql = format!(
        "SELECT a.id, a.site_id, a.status, a.updated_at, r.title FROM portal_entry a \
         JOIN portal_site s ON s.id = a.site_id JOIN org_agency o ON o.id = s.agency_id \
         JOIN portal_entry_revision r ON r.entry_id = a.id AND r.number = a.revision \
         WHERE (a.status = 'in_review' AND NOT {OWN} AND {publish}) \
         OR (a.status IN ('returned', 'draft') AND {OWN} AND {write}) \
         ORDER BY CASE a.status WHEN 'in_review' THEN 0 WHEN 'returned' THEN 0 ELSE 1 END, a.updated_at, a.id \
         LIMIT {most}"
    );
    db.all(&sql, values).await
}
