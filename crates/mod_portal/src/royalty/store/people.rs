//! Every statement on who may be given an award and who somebody is.

use base::LocalDate;
use kernel::{
    Result,
    db::{FromQueryResult, Queries, Values},
};
use sea_orm::prelude::Uuid;

use crate::site::Site;

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    display_name: String,
}

/// Who holds one of these roles over a site's agency on a day, by name.
pub async fn holders<C: Queries>(
    db: &C,
    site: &Site,
    roles: &[&str],
    on: LocalDate,
    most: usize,
) -> Result<Vec<(Uuid, String)>> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Values = vec![on.iso().into(), site.agency_path.clone().into()];
    let numbers: Vec<String> = roles
        .iter()
        .map(|&role| {
            values.push(role.into());
            format!("${}", values.len())
        })
        .collect();
    let sql = format!(
        "SELECT DISTINCT a.id, a.display_name FROM identity_grant g JOIN identity_account a ON a.id = g.account \
         JOIN org_agency o ON o.id = g.agency WHERE g.ended_at IS NULL AND g.valid_from <= $1 \
         AND (g.valid_to IS NULL OR g.valid_to >= $1) AND substr($2, 1, length(o.path)) = o.path \
         AND g.role IN ({}) ORDER BY 2, 1 LIMIT {most}",
        numbers.join(", ")
    );
    let found: Vec<Named> = db.all(&sql, values).await?;
    Ok(found.into_iter().map(|row| (row.id, row.display_name)).collect())
}

/// Those without an account to whom a site gave something, by name; where they are more than this, the latest.
pub async fn outside<C: Queries>(db: &C, site: &Site, most: usize) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT p.payee FROM (SELECT payee, max(created_at) AS latest FROM portal_royalty_award \
         WHERE site_id = $1 AND payee_id IS NULL GROUP BY payee ORDER BY latest DESC, payee LIMIT {most}) p \
         ORDER BY p.payee"
    );
    db.column(&sql, vec![site.id.uuid().into()]).await
}

/// The account somebody signs in to under this name.
pub async fn by_login<C: Queries>(db: &C, login: &str) -> Result<Option<Uuid>> {
    db.scalar("SELECT id FROM identity_account WHERE login = $1", vec![login.to_lowercase().into()]).await
}

/// Whoever holds a role at just this agency: account and role.
pub async fn roles_at<C: Queries>(db: &C, agency: Uuid) -> Result<Vec<(Uuid, String)>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        role: String,
    }
    let sql =
        "SELECT g.account AS id, g.role FROM identity_grant g WHERE g.agency = $1 ORDER BY g.role, g.account";
    let rows: Vec<Row> = db.all(sql, vec![agency.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.role)).collect())
}
