use std::{collections::BTreeMap, time::Duration};

use base::Id;
use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Ctx, Error, Result, new_id};
use ui::Message;

use super::{
    OWN_PATH, lock,
    model::{Account, SecondStepsLifted},
    store,
};
use crate::{ACCOUNT_MANAGE, factor, grant, passkey, session};

/// Takes the authenticator app, the recovery codes and the passkeys off somebody's account, for whoever lost their device
/// and their codes, ends their sessions and tells them. `reason` goes into the journal as it is.
///
/// Whoever may take the second step off an account could try its password alone, so the administrator must hold everything
/// the account may do, as for [`super::reset_password()`].
///
/// # Errors
/// As [`super::lock()`]; [`Error::Conflict`] when the account holds rights the administrator does not, or has no second
/// step.
pub async fn lift_second_steps(ctx: &Ctx, id: Id<Account>, version: i64, reason: &str) -> Result<()> {
    let mut act = ctx.act(ACCOUNT_MANAGE).await?;
    if act.actor().account_id() == Some(id.uuid()) {
        return Err(Error::Conflict(Message::new("identity.account.lift_self")));
    }
    let account = lock::find(&mut act, id, version).await?;
    grant::require_over(&mut act, id).await?;
    let app = factor::store::remove(&act, id).await?;
    let passkeys = passkey::store::remove_all(&act, id).await?;
    if !app && passkeys == 0 {
        return Err(Error::Conflict(Message::new("identity.account.no_second_step")));
    }
    store::save(&act, &account).await?;
    session::store::end_all(&act, id, None).await?;
    act.record(&account, &SecondStepsLifted { app, passkeys, reason }).await?;
    let notice = Notice {
        id: new_id::<()>().uuid(),
        kind: "identity.second_steps_lifted".to_owned(),
        to: Recipient::Account(id.uuid()),
        values: BTreeMap::from([("at".to_owned(), act.now().local().vn())]),
        path: OWN_PATH.to_owned(),
        agency: None,
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await?;
    act.commit().await
}
