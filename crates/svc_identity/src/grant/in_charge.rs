use base::Permission;
use kernel::{App, Result, db::Queries};
use uuid::Uuid;

use crate::delegation::store::COUNTS;

/// Most people told of one thing.
const MOST: usize = 20;

/// The accounts that may do something at an agency today and are nearest to it: those with a role there, or else at the
/// agency above that has some. At most twenty, in no order.
///
/// # Errors
/// The database's.
pub async fn in_charge<C: Queries>(
    app: &App,
    db: &C,
    permission: Permission,
    agency_path: &str,
) -> Result<Vec<Uuid>> {
    #[derive(kernel::db::FromQueryResult)]
    struct Row {
        account: Uuid,
        path: String,
    }
    let roles = app.roles();
    let mut roles: Vec<&str> =
        roles.iter().filter(|role| role.permissions.contains(&permission)).map(|role| role.key).collect();
    roles.sort_unstable();
    roles.dedup();
    let day = app.clock().now().local_date().iso();
    let mut values = vec![day.into(), agency_path.into()];
    values.extend(roles.iter().map(|role| (*role).into()));
    let listed: Vec<String> = (3..3 + roles.len()).map(|n| format!("${n}")).collect();
    if listed.is_empty() {
        return Ok(Vec::new());
    }
    let held = format!(
        "g.ended_at IS NULL AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to >= $1) AND g.role IN ({})",
        listed.join(", ")
    );
    // An agency stands above another when its path is the beginning of the other's.
    let above = "substr($2, 1, length(o.path)) = o.path";
    let sql = format!(
        "SELECT a.id AS account, o.path FROM identity_grant g JOIN org_agency o ON o.id = g.agency \
         JOIN identity_account a ON a.id = g.account AND a.status = 'active' WHERE {held} AND {above} \
         UNION SELECT b.id AS account, o.path FROM identity_delegation d JOIN identity_grant g ON g.id = d.grant_id \
         JOIN org_agency o ON o.id = d.agency {COUNTS} \
         JOIN identity_account b ON b.id = d.borrower AND b.status = 'active' \
         WHERE d.ended_at IS NULL AND d.valid_from <= $1 AND d.valid_to >= $1 AND {held} AND {above}"
    );
    let rows: Vec<Row> = db.all(&sql, values).await?;
    let nearest = rows.iter().map(|row| row.path.len()).max().unwrap_or(0);
    let mut accounts: Vec<Uuid> =
        rows.into_iter().filter(|row| row.path.len() == nearest).map(|row| row.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts.truncate(MOST);
    Ok(accounts)
}
