//! Reading is one's own affair and happens all day long: it is kept, but no act and not in the journal.

use kernel::{Ctx, Error, Result};
use uuid::Uuid;

use super::store;

/// Marks one of one's own notices as read.
///
/// # Errors
/// [`Error::NotFound`] for a notice that is not one's own.
pub(super) async fn read(ctx: &Ctx, id: Uuid) -> Result<()> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    match store::mark_read(ctx.app(), account, Some(id), ctx.now()).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Marks all of one's own notices as read.
pub(super) async fn read_all(ctx: &Ctx) -> Result<()> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    store::mark_read(ctx.app(), account, None, ctx.now()).await.map(|_| ())
}
