//! Four eyes: nobody decides on what they made themselves, whichever of their accounts they use, and nobody who stands in for
//! somebody decides on what that one made: it would be decided by its maker's own right.

use base::Permission;
use kernel::{Act, Ctx, Result, access, db::Queries};
use sea_orm::prelude::Uuid;

/// All accounts of whoever acts, and of whom they stand in for; the one that acts stands first: it is noted as the one who
/// decided. None for the program itself. To be asked once the act's right is known ([`Act::require`]).
///
/// # Errors
/// The database's.
pub async fn acting(act: &Act) -> Result<Vec<Uuid>> {
    all(act, of_act(act)).await
}

/// The account that acts, then the one it stands in for.
pub fn of_act(act: &Act) -> Vec<Uuid> {
    act.actor().account_id().into_iter().chain(act.in_place_of()).collect()
}

/// The same of whoever looks and might act with this permission over the agency with this path.
///
/// # Errors
/// The database's.
pub async fn looking(ctx: &Ctx, permission: Permission, path: &str) -> Result<Vec<Uuid>> {
    all(ctx.read(), of_ctx(ctx, permission, path)).await
}

/// The account that looks, then the one it would stand in for.
pub fn of_ctx(ctx: &Ctx, permission: Permission, path: &str) -> Vec<Uuid> {
    let lender = access::lender(ctx.actor(), permission, Some(path));
    ctx.actor().account_id().into_iter().chain(lender).collect()
}

async fn all<C: Queries>(db: &C, mut acting: Vec<Uuid>) -> Result<Vec<Uuid>> {
    for own in svc_identity::accounts_of_same(db, &acting).await? {
        if !acting.contains(&own.id) {
            acting.push(own.id);
        }
    }
    Ok(acting)
}
