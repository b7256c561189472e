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

/// The sites this actor writes for or decides about, each with which of both: few rows, from which entries are come to
/// along an index. CROSS JOIN keeps that way on SQLite.
fn reach(actor: &Actor, values: &mut Values) -> String {
    let write = RowScope::of(actor, policy::ENTRY_WRITE).condition("o.path", values);
    let publish = RowScope::of(actor, policy::ENTRY_PUBLISH).condition("o.path", values);
    format!(
        "WITH reach (id, writes, decides) AS MATERIALIZED (SELECT s.id, {write}, {publish} FROM portal_site s \
         JOIN org_agency o ON o.id = s.agency_id WHERE {write} OR {publish}) "
    )
}

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
    let reach = reach(actor, &mut values);
    let count = |name: &str, status: Status, who: &str| {
        let code = status.code();
        format!(
            "CAST(COALESCE(SUM(CASE WHEN a.status = '{code}' AND {who} THEN 1 ELSE 0 END), 0) AS BIGINT) AS {name}"
        )
    };
    let sql = format!(
        "{reach}SELECT {}, {}, {} FROM reach CROSS JOIN portal_entry a WHERE a.site_id = reach.id \
         AND a.status IN ('in_review', 'returned', 'draft')",
        count("review", Status::InReview, &format!("reach.decides AND NOT {OWN}")),
        count("returned", Status::Returned, &format!("reach.writes AND {OWN}")),
        count("drafts", Status::Draft, &format!("reach.writes AND {OWN}")),
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
    let reach = reach(actor, &mut values);
    // Titles are read of what is shown only.
    let sql = format!(
        "{reach}SELECT w.id, w.site_id, w.status, w.updated_at, r.title FROM \
         (SELECT a.id, a.site_id, a.status, a.updated_at, a.revision, \
         CASE a.status WHEN 'draft' THEN 1 ELSE 0 END AS turn FROM reach CROSS JOIN portal_entry a \
         WHERE a.site_id = reach.id AND a.status IN ('in_review', 'returned', 'draft') \
         AND ((a.status = 'in_review' AND reach.decides AND NOT {OWN}) \
         OR (a.status <> 'in_review' AND reach.writes AND {OWN})) \
         ORDER BY turn, a.updated_at, a.id LIMIT {most}) w \
         JOIN portal_entry_revision r ON r.entry_id = w.id AND r.number = w.revision ORDER BY w.turn, w.updated_at, w.id"
    );
    db.all(&sql, values).await
}
