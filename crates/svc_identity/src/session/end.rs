use base::Id;
use kernel::{Ctx, Error, Result};

use super::{
    model::{Session, SignedOut},
    store,
};
use crate::account;

/// Ends a session of one's own, this one or one on another device; it opens nothing from the next request on.
///
/// # Errors
/// [`Error::NotFound`] when it is not one's own or has ended.
pub(crate) async fn end_session(ctx: &Ctx, id: Id<Session>) -> Result<()> {
    let owner = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let mut act = ctx.own_act().await?;
    let account = account::store::find(&act, owner).await?.ok_or(Error::SignIn)?;
    if !store::end(&act, id, owner).await? {
        return Err(Error::NotFound);
    }
    act.record(&account, &SignedOut { session: id }).await?;
    act.commit().await
}
