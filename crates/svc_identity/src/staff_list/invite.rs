//! Inviting the owners of accounts a list made, after it is written: a link each, by mail, as many at a time as a job does
//! before another may take its turn.

use kernel::{App, Ctx, Task};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store;
use crate::link;

/// The kind of the job.
pub(crate) const INVITE: &str = "identity.invite";
/// Accounts of one job.
pub(super) const TOGETHER: usize = 100;

#[derive(Serialize, Deserialize)]
pub(super) struct Invite {
    pub accounts: Vec<Uuid>,
}

/// Sends each of these accounts its link, unless its owner has chosen a password meanwhile or has a link that is good: a
/// job that is run twice writes nobody twice.
pub(crate) fn invite(app: App, payload: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let asked: Invite = serde_json::from_value(payload)?;
        let ctx = Ctx::system(&app, INVITE);
        for account in store::uninvited(ctx.read(), &asked.accounts, ctx.now().0).await? {
            let mut act = ctx.own_act().await?;
            if link::invite(&mut act, &account).await? {
                act.commit().await?;
            }
        }
        Ok(())
    })
}
