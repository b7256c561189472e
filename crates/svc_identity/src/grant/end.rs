use base::Id;
use kernel::{Ctx, Error, Result};

use super::{
    model::{Grant, GrantEnded},
    store,
};
use crate::ACCOUNT_MANAGE;

/// Takes a role back; it counts from the holder's next request on. `reason` goes into the journal as it is, so it names
/// a decision and nobody.
///
/// # Errors
/// [`Error::NotFound`] when there is no such grant in the administrator's scope, or it has ended.
pub async fn end_grant(ctx: &Ctx, id: Id<Grant>, reason: &str) -> Result<()> {
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    let grant = store::end(&act, id, &act.scope()).await?.ok_or(Error::NotFound)?;
    act.record(&grant, &GrantEnded { grant: id, reason }).await?;
    act.commit().await
}
