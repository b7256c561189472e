use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{Ctx, Error, Event, Result, Subject, new_id};
use serde::Serialize;
use ui::{FormState, Message};
use uuid::Uuid;

use super::store::{self, Subscription};
use crate::{channels::Channels, outgoing::Trust};

/// How many browsers one person may have: the oldest gives way.
const MOST: usize = 10;
/// Longest address of a push service.
const ENDPOINT_MAX: usize = 1000;

/// Has the browser that sends this form show one's messages.
///
/// # Errors
/// [`Error::BadRequest`] when what it names is no push service everybody can reach, or no key.
pub(super) async fn subscribe(ctx: &Ctx, form: &FormState) -> Result<()> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let (endpoint, p256dh, auth) = (form.value("endpoint"), form.value("p256dh"), form.value("auth"));
    let bytes = |key: &str| URL_SAFE_NO_PAD.decode(key).map_or(0, |bytes| bytes.len());
    let channels = ctx.app().part::<Channels>()?;
    let reachable =
        endpoint.len() <= ENDPOINT_MAX && channels.outgoing.check(endpoint, Trust::Anybody).is_ok();
    if !reachable || bytes(p256dh) != 65 || bytes(auth) != 16 {
        return Err(Error::BadRequest(Message::new("notify.push.refused")));
    }
    let subscription = Subscription {
        id: new_id(),
        account,
        endpoint: endpoint.to_owned(),
        p256dh: p256dh.to_owned(),
        auth: auth.to_owned(),
        created: ctx.now(),
    };
    let mut act = ctx.own_act().await?;
    store::insert(&act, &subscription).await?;
    for surplus in store::of_account(&act, account).await?.iter().skip(MOST) {
        store::end(&act, account, surplus.id.uuid()).await?;
    }
    act.record(&subscription, &Subscribed {}).await?;
    act.commit().await
}

/// Has one of one's browsers show no messages any more.
///
/// # Errors
/// [`Error::NotFound`] for a browser that is not one's own.
pub(super) async fn end(ctx: &Ctx, id: Uuid) -> Result<()> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let mut act = ctx.own_act().await?;
    let known = store::find(&act, id).await?;
    let Some(subscription) = known.filter(|s| s.account == account) else { return Err(Error::NotFound) };
    store::end(&act, account, id).await?;
    act.record(&subscription, &Ended {}).await?;
    act.commit().await
}

impl Subject for Subscription {
    const KIND: &'static str = "subscription";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// Somebody's browser shows their messages from now on.
#[derive(Serialize)]
struct Subscribed {}
impl Event for Subscribed {
    const NAME: &'static str = "notify.subscription.made";
}

/// It does not any more.
#[derive(Serialize)]
struct Ended {}
impl Event for Ended {
    const NAME: &'static str = "notify.subscription.ended";
}
