//! Four eyes: nobody decides on what they made themselves, whichever of their accounts they use, and nobody who stands in for
//! somebody decides on what that one made: it would be decided by its maker's own right.

use kernel::{
    Act, Result,
    db::{Queries as _, placeholders},
};
use sea_orm::prelude::Uuid;

/// All accounts of whoever acts, and of whom they stand in for. None for the program itself. To be asked once the act's
/// right is known ([`Act::require`]).
///
/// # Errors
/// The database's.
pub async fn acting(act: &Act) -> Result<Vec<Uuid>> {
    let acting: Vec<Uuid> = act.actor().account_id().into_iter().chain(act.in_place_of()).collect();
    if acting.is_empty() {
        return Ok(acting);
    }
    let sql = format!(
        "SELECT DISTINCT own.id FROM identity_account a JOIN identity_account own ON own.id = a.id OR own.person = a.person \
         WHERE a.id IN {}",
        placeholders(1, acting.len())
    );
    let mut accounts: Vec<Uuid> = act.column(&sql, acting.iter().map(|&id| id.into()).collect()).await?;
    // The one that acts stands first: it is noted as the one who decided.
    accounts.retain(|id| !acting.contains(id));
    Ok(acting.into_iter().chain(accounts).collect())
}
