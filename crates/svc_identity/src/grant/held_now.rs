use std::sync::Arc;

use base::{LocalDate, Permission};
use kernel::{
    Result,
    db::{FromQueryResult, Queries as _},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::delegation::store::COUNTS;

#[derive(FromQueryResult)]
struct Row {
    role: String,
    agency: Uuid,
    path: String,
    lent_by: Option<Uuid>,
}

/// What an account may exercise on the day: its own roles, and those lent to it by somebody who still holds them there and
/// may still sign in. `permissions` says what a role may.
pub(crate) async fn held_now<C: ConnectionTrait>(
    db: &C,
    account: Uuid,
    today: LocalDate,
    permissions: impl Fn(&str) -> Option<Arc<[Permission]>>,
) -> Result<Vec<base::Grant>> {
    let sql = format!(
        "SELECT g.role, g.agency, o.path, CAST(NULL AS UUID) AS lent_by \
               FROM identity_grant g JOIN org_agency o ON o.id = g.agency \
               WHERE g.account = $1 AND g.ended_at IS NULL \
                 AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2) \
               UNION ALL \
               SELECT g.role, d.agency, o.path, d.lender AS lent_by \
               FROM identity_delegation d JOIN identity_grant g ON g.id = d.grant_id AND g.ended_at IS NULL \
                    AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2) \
               JOIN org_agency o ON o.id = d.agency {COUNTS} \
               WHERE d.borrower = $1 AND d.ended_at IS NULL AND d.valid_from <= $2 AND d.valid_to >= $2"
    );
    let rows: Vec<Row> = db.all(&sql, vec![account.into(), today.iso().into()]).await?;
    let grant = |row: Row| {
        let permissions = permissions(&row.role)?;
        Some(base::Grant {
            role: row.role,
            permissions,
            agency: row.agency,
            path: row.path,
            lent_by: row.lent_by,
        })
    };
    Ok(rows.into_iter().filter_map(grant).collect())
}
