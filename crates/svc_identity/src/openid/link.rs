use std::{collections::BTreeMap, time::Duration};

use base::CitizenNo;
use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Ctx, Result, new_id};

use super::{model::OpenidLinked, store};
use crate::{
    Account,
    account::{self, Status},
    factor::SECURITY_PATH,
};

/// Links the account whose person has this personal number, if it is the only active one of theirs and has no identity of
/// this issuer yet. Its owner is told: whoever did not do this themselves has to know.
pub(super) async fn link(
    ctx: &Ctx,
    issuer: &str,
    subject: &str,
    number: &CitizenNo,
) -> Result<Option<Account>> {
    let mut act = ctx.own_act().await?;
    let mut found = store::by_number(&act, number.text()).await?;
    let Some(account) = found.pop().filter(|_| found.is_empty()) else { return Ok(None) };
    // Locked meanwhile, or being locked: then not.
    let account = account::store::hold(&act, account.id).await?;
    let Some(account) = account.filter(|account| account.status == Status::Active) else { return Ok(None) };
    if !store::insert(&act, issuer, subject, account.id).await? {
        return Ok(None);
    }
    act.record(&account, &OpenidLinked { issuer }).await?;
    let notice = Notice {
        id: new_id::<()>().uuid(),
        kind: "identity.openid_linked".to_owned(),
        to: Recipient::Account(account.id.uuid()),
        values: BTreeMap::from([
            ("at".to_owned(), act.now().local().vn()),
            ("issuer".to_owned(), issuer.to_owned()),
        ]),
        path: SECURITY_PATH.to_owned(),
        agency: None,
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await?;
    act.commit().await?;
    Ok(Some(account))
}
