//! The job `notify.send`: one try of one delivery.

use base::Id;
use kernel::{App, Channel, Ctx, NoticeKind, Result, Task, jobs};

use super::{
    SEND,
    model::{Delivery, Failed, Failure, Sent, State},
    store,
};
use crate::{
    mail,
    notice::{self, Notice},
    push, sms,
    words::{Filling, Words},
};

pub(crate) fn run(app: App, payload: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let id: Id<Delivery> = serde_json::from_value(payload)?;
        let ctx = Ctx::system(&app, "notify");
        // Nothing to do where it was sent or given up meanwhile, or is in other hands.
        let Some(delivery) = store::claim(&app, id, ctx.now()).await? else { return Ok(()) };
        let outcome = attempt(&ctx, &delivery).await?;
        settle(&ctx, delivery, outcome).await
    })
}

/// Everything a way out needs to know.
pub(crate) struct Parcel<'a> {
    pub delivery: &'a Delivery,
    pub kind: &'a NoticeKind,
    pub notice: &'a Notice,
    /// Who is addressed.
    pub name: String,
    pub lang: ui::Lang,
    pub words: Words,
    /// Mail address or telephone; empty for a browser.
    pub address: String,
}

async fn attempt(ctx: &Ctx, delivery: &Delivery) -> Result<Result<(), Failure>> {
    let never = |key: &str| Ok(Err(Failure::Never(key.to_owned())));
    let Some(notice) = notice::store::find(ctx.read(), delivery.notice).await? else {
        return never("notify.error.forgotten");
    };
    let Some(kind) = ctx.app().notices().find(|kind| kind.name == notice.kind) else {
        return never("notify.error.unknown_kind");
    };
    if notice.cleared {
        return never("notify.error.forgotten");
    }
    let (name, lang, address) = match notice.account {
        None => (notice.name.clone(), notice.lang, delivery.address.clone()),
        Some(account) => {
            let contact = svc_identity::contacts(ctx.read(), &[account]).await?.pop();
            let Some(contact) = contact else { return never("notify.error.locked") };
            let address = match delivery.channel {
                Channel::Mail => contact.email,
                Channel::Sms => contact.phone.filter(|p| p.is_mobile()).map(|p| p.text().to_owned()),
                Channel::Bell | Channel::Push => Some(String::new()),
            };
            (contact.name, contact.lang, address)
        }
    };
    let Some(address) = address else { return never("notify.error.no_address") };
    let (values, path) = (&notice.values, &notice.path);
    let words = Words::of(ctx.app().config(), &Filling { kind: kind.name, lang, name: &name, values, path });
    let parcel = Parcel { delivery, kind, notice: &notice, name, lang, words, address };
    match delivery.channel {
        Channel::Mail => mail::send(ctx, &parcel).await,
        Channel::Sms => sms::send(ctx, &parcel).await,
        Channel::Push => push::send(ctx, &parcel).await,
        Channel::Bell => Ok(Ok(())),
    }
}

async fn settle(ctx: &Ctx, mut delivery: Delivery, outcome: Result<(), Failure>) -> Result<()> {
    let now = ctx.app().clock().now();
    let (channel, attempts) = (delivery.channel, delivery.attempts);
    if let Err(failure) = outcome {
        if let Some(pause) = delivery.fail(failure, now) {
            tracing::info!(delivery = %delivery.id, channel = channel.key(), attempts, "not delivered yet");
            store::save_try(ctx.app(), &delivery).await?;
            return jobs::ask(ctx.app(), SEND, &delivery.id, pause).await;
        }
        tracing::warn!(delivery = %delivery.id, channel = channel.key(), attempts, "not delivered");
        let mut act = ctx.own_act().await?;
        store::save(&act, &delivery, State::Waiting).await?;
        act.record(&delivery, &Failed { channel, attempts }).await?;
        return act.commit().await;
    }
    delivery.state = State::Sent;
    delivery.done = Some(now);
    delivery.last_error = None;
    delivery.address = None;
    let mut act = ctx.own_act().await?;
    store::save(&act, &delivery, State::Waiting).await?;
    forget_secret(&act, &delivery).await?;
    act.record(&delivery, &Sent { channel, attempts }).await?;
    act.commit().await
}

/// What only its reader may know is not kept once nobody has to send it any more.
pub(super) async fn forget_secret(act: &kernel::Act, delivery: &Delivery) -> Result<()> {
    let Some(notice) = notice::store::find(act, delivery.notice).await? else { return Ok(()) };
    let secret = act.ctx().app().notices().any(|kind| kind.name == notice.kind && kind.secret);
    if secret && store::all_over(act, delivery.notice).await? {
        notice::store::clear(act, delivery.notice, act.now()).await?;
    }
    Ok(())
}
