use std::{collections::BTreeMap, time::Duration};

use contracts::notify::{DELIVER, Letter, Notice as Asked, Recipient};
use kernel::{Ctx, Error, Event, Result, Subject, new_id};
use serde::Serialize;
use uuid::Uuid;

use super::ADMIN_PATH;
use crate::{TEST, policy::DELIVERY_MANAGE};

/// Sends oneself a message over every way there is.
///
/// # Errors
/// [`Error::SignIn`] for the program itself, which has no address.
pub(super) async fn send(ctx: &Ctx) -> Result<()> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let mut act = ctx.act(DELIVERY_MANAGE).await?;
    let asked = Asked {
        id: new_id::<()>().uuid(),
        kind: TEST.name.to_owned(),
        to: Recipient::Account(account),
        values: BTreeMap::from([("time".to_owned(), ctx.now().local().vn())]),
        path: ADMIN_PATH.to_owned(),
        agency: None,
        letter: Letter::default(),
    };
    act.enqueue(DELIVER, &asked, Duration::ZERO).await?;
    act.record(&Tested(asked.id), &TestAsked {}).await?;
    act.commit().await
}

/// The notice that was asked for.
struct Tested(Uuid);
impl Subject for Tested {
    const KIND: &'static str = "notice";
    fn subject_id(&self) -> Uuid {
        self.0
    }
}

/// An administrator had a message sent to themselves.
#[derive(Serialize)]
struct TestAsked {}
impl Event for TestAsked {
    const NAME: &'static str = "notify.test.asked";
}
