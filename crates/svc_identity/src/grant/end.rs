use base::Id;
use kernel::{Ctx, Error, Result};
use ui::Message;

use super::{
    model::{Grant, GrantEnded},
    store,
};
use crate::{ACCOUNT_MANAGE, ADMIN, reorganise};

/// Takes a role back; it counts from the holder's next request on. `reason` goes into the journal as it is, so it names
/// a decision and nobody.
///
/// # Errors
/// [`Error::NotFound`] when there is no such grant in the administrator's scope, or it has ended; [`Error::Conflict`] when
/// nobody would be left to administer that agency: who does so last first names a successor.
pub async fn end_grant(ctx: &Ctx, id: Id<Grant>, reason: &str) -> Result<()> {
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    let (grant, role) = store::end(&act, id, &act.scope()).await?.ok_or(Error::NotFound)?;
    if role == ADMIN && act.actor().account_id() == Some(grant.account.uuid()) {
        let left = store::holders(&act, ADMIN, grant.agency, act.now().local_date()).await?;
        if left == 0 {
            return Err(Error::Conflict(Message::new("identity.grant.last_admin")));
        }
    }
    act.record(&grant, &GrantEnded { grant: id, reason }).await?;
    reorganise::role_ended(&mut act, id.uuid(), reason).await?;
    act.commit().await
}
