use std::{collections::BTreeMap, time::Duration};

use contracts::notify::{DELIVER, Letter, Notice, Recipient};
use kernel::{Act, Ctx, Result, new_id};

use super::{
    model::{LinkSent, Purpose},
    store,
};
use crate::{
    Account, account,
    account::Status,
    person,
    session::{digest, new_token},
};

/// Milliseconds within which one account is sent at most [`AT_MOST`] links: a mailbox is not to be flooded by a stranger.
const WITHIN: i64 = 60 * 60 * 1000;
const AT_MOST: i64 = 3;

/// Sends a link for another password, if there is such an account and it has a mail address. The caller says the same in
/// every case.
///
/// # Errors
/// The database's.
pub(super) async fn ask(ctx: &Ctx, typed: &str) -> Result<()> {
    // Written whether or not somebody is found, so that both take about as long.
    ctx.log_access("password link asked").await;
    let found = match person::parse_email(typed) {
        Some(email) => account::store::by_email(ctx.read(), &email).await?,
        None => account::store::by_login(ctx.read(), &base::text::fold(typed)).await?.into_iter().collect(),
    };
    // An address may be several people's; each gets their own.
    for known in found.into_iter().filter(|known| known.status == Status::Active) {
        let sent = store::sent_since(ctx.read(), known.id, ctx.now().0 - WITHIN).await?;
        if sent >= AT_MOST {
            continue;
        }
        let mut act = ctx.own_act().await?;
        if mail(&mut act, &known, Purpose::Password).await? {
            act.commit().await?;
        }
    }
    Ok(())
}

/// Sends the link by which somebody takes up an account made for them.
///
/// # Errors
/// The database's.
pub(crate) async fn invite(act: &mut Act, account: &Account) -> Result<bool> {
    mail(act, account, Purpose::Invitation).await
}

/// Makes a link and has it mailed; says no when the person has no mail address.
async fn mail(act: &mut Act, account: &Account, purpose: Purpose) -> Result<bool> {
    let Some(owner) = person::store::find(act, account.person).await? else { return Ok(false) };
    let Some(email) = owner.details.email else { return Ok(false) };
    let token = new_token();
    store::insert(act, account.id, purpose, digest(&token)).await?;
    let notice = Notice {
        id: new_id::<()>().uuid(),
        kind: purpose.notice().to_owned(),
        // To the address and nothing else: whoever asks is not signed in, and a bell inside is no use to them.
        to: Recipient::Address {
            name: owner.details.full_name,
            email: Some(email),
            phone: None,
            lang: owner.details.lang.code().to_owned(),
        },
        values: BTreeMap::from([("login".to_owned(), account.login.clone())]),
        path: format!("/dat-mat-khau/{token}"),
        agency: None,
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &notice, Duration::ZERO).await?;
    act.record(account, &LinkSent { purpose: purpose.word() }).await?;
    Ok(true)
}
