use kernel::{Ctx, Result};

use super::{Hasher, model::parse_password, store};
use crate::Account;

/// The account with this login, locked or not, if the password typed is its own. Takes the same time whether there is such
/// an account or not. A hash made with other parameters than today's is made anew on the way.
pub(crate) async fn check_password(ctx: &Ctx, login: &str, typed: &str) -> Result<Option<Account>> {
    let hasher = ctx.app().part::<Hasher>()?;
    let known = store::credentials(ctx.read(), login).await?;
    let typed = parse_password(typed);
    if !hasher.matches(&typed, known.as_ref().map(|known| known.hash.as_str())).await? {
        return Ok(None);
    }
    let Some(known) = known else { return Ok(None) };
    if Hasher::is_outdated(&known.hash) {
        let fresh = hasher.hash(&typed).await?;
        store::replace_hash(ctx.app(), known.account.id, &known.hash, &fresh).await?;
    }
    Ok(Some(known.account))
}
