//! Who goes along, by name: for those who decide.

use base::LocalDate;
use kernel::{
    Ctx, Named, Result,
    db::{FromQueryResult, Queries as _},
};
use uuid::Uuid;

use crate::grant::role_label;

#[derive(FromQueryResult)]
struct Role {
    display_name: String,
    role: String,
}

#[derive(FromQueryResult)]
struct Post {
    full_name: String,
    title: String,
    unit: String,
}

/// Holders of roles and of posts at the agency, as the numbers on the plan count them.
pub(super) async fn of(ctx: &Ctx, from: Uuid, on: LocalDate, limit: i64) -> Result<Vec<Named>> {
    let values = || vec![from.into(), on.iso().into(), limit.into()];
    let sql = "SELECT a.display_name, g.role FROM identity_grant g JOIN identity_account a ON a.id = g.account \
               WHERE g.agency = $1 AND g.ended_at IS NULL AND (g.valid_to IS NULL OR g.valid_to >= $2) \
               ORDER BY a.display_name, g.role LIMIT $3";
    let roles: Vec<Role> = ctx.read().all(sql, values()).await?;
    let sql = "SELECT p.full_name, s.title, s.unit FROM identity_post s JOIN identity_person p ON p.id = s.person \
               WHERE s.agency = $1 AND (s.valid_to IS NULL OR s.valid_to >= $2) \
               ORDER BY p.name_key, s.title LIMIT $3";
    let posts: Vec<Post> = ctx.read().all(sql, values()).await?;
    let role = |row: Role| Named {
        kind: "org.reorganisation.named.roles",
        name: row.display_name,
        detail: role_label(ctx.lang(), &row.role),
    };
    let post = |row: Post| Named {
        kind: "org.reorganisation.named.posts",
        name: row.full_name,
        detail: [row.title, row.unit].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", "),
    };
    Ok(roles.into_iter().map(role).chain(posts.into_iter().map(post)).collect())
}
