//! The ticket between the two steps of signing in: the browser carries it, signed, and nothing is kept.

use kernel::{Ctx, Result};
use uuid::Uuid;

use crate::{
    Account,
    account::{self, Status},
};

/// Milliseconds for which a ticket is good.
const LASTS: i64 = 5 * 60 * 1000;
const PURPOSE: &str = "identity.second";

/// A ticket for this account as it is now: a password changed or a lock meanwhile make it worthless.
pub(crate) fn issue(ctx: &Ctx, account: &Account) -> String {
    let what = format!("{}.{}.{}", account.id, account.version, ctx.now().0 + LASTS);
    let signature = ctx.app().secret().sign(PURPOSE, &what);
    format!("{what}.{signature}")
}

/// The account of a ticket that is still good.
pub(super) async fn read(ctx: &Ctx, ticket: &str) -> Result<Option<Account>> {
    let Some((what, signature)) = ticket.rsplit_once('.') else { return Ok(None) };
    if !ctx.app().secret().verify(PURPOSE, what, signature) {
        return Ok(None);
    }
    let mut parts = what.split('.');
    let id = parts.next().and_then(|id| id.parse::<Uuid>().ok());
    let mut number = || parts.next().and_then(|n| n.parse::<i64>().ok());
    let (Some(id), Some(version), Some(until)) = (id, number(), number()) else { return Ok(None) };
    if ctx.now().0 >= until {
        return Ok(None);
    }
    let known = account::store::find(ctx.read(), id.into()).await?;
    Ok(known.filter(|known| known.version == version && known.status == Status::Active))
}
