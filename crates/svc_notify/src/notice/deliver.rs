//! The job `notify.deliver`: from something to tell to a row of the inbox and the deliveries chosen.

use std::time::Duration;

use base::Phone;
use contracts::notify::{Letter, Listed, Notice as Asked, Recipient};
use kernel::{App, Channel, Ctx, Error, NoticeKind, Result, Task, new_id};
use ui::Lang;

use super::{
    model::{Notice, Told},
    store,
};
use crate::{
    channels::Channels,
    delivery::{self, Delivery, State},
    mail, opt_out, preference, push,
};

/// Longest path kept; longer ones are none of ours.
const PATH_MAX: usize = 500;
/// Most lines of a letter's list.
const LIST_MAX: usize = 100;

pub(crate) fn run(app: App, payload: serde_json::Value) -> Task<'static, ()> {
    Box::pin(async move {
        let asked: Asked = serde_json::from_value(payload)?;
        deliver(&Ctx::system(&app, "notify"), asked).await
    })
}

async fn deliver(ctx: &Ctx, asked: Asked) -> Result<()> {
    let kind = ctx.app().notices().find(|kind| kind.name == asked.kind);
    let Some(kind) = kind else {
        return Err(Error::internal(format!("no module declares the notice {}", asked.kind)));
    };
    let ways = ways(ctx, kind, &asked.to).await?;
    let (account, name, lang) = match &asked.to {
        Recipient::Account(account) => (Some(*account), String::new(), Lang::Vi),
        Recipient::Address { name, lang, .. } => {
            let lang = if lang == Lang::En.code() { Lang::En } else { Lang::Vi };
            (None, name.clone(), lang)
        }
    };
    let notice = Notice {
        id: asked.id.into(),
        kind: asked.kind,
        account,
        name,
        lang,
        values: asked.values,
        path: own_path(asked.path),
        letter: own_letter(asked.letter),
        agency: asked.agency,
        bell: ways.bell,
        created: ctx.now(),
        read: None,
        cleared: false,
    };
    let mut act = ctx.own_act().await?;
    if !store::insert(&act, &notice).await? {
        return Ok(());
    }
    for delivery in &ways.deliveries {
        let delivery = Delivery { notice: notice.id, ..delivery.clone() };
        delivery::store::insert(&act, &delivery).await?;
        if delivery.state == State::Waiting {
            act.enqueue(delivery::SEND, &delivery.id, Duration::ZERO).await?;
        }
    }
    let bell = ways.bell.then_some(Channel::Bell);
    let channels = bell.into_iter().chain(ways.deliveries.iter().map(|d| d.channel)).collect();
    act.record(&notice, &Told { kind: kind.name, channels }).await?;
    act.commit().await
}

/// A path of this program, or nothing.
fn own_path(path: String) -> String {
    let own = path.starts_with('/') && !path.starts_with("//") && path.len() <= PATH_MAX;
    if own { path } else { String::new() }
}

/// What a letter says besides, leading nowhere but here.
fn own_letter(letter: Letter) -> Letter {
    let list = letter.list.into_iter().take(LIST_MAX);
    let list = list.map(|line| Listed { path: own_path(line.path), ..line }).collect();
    Letter { list, out: own_path(letter.out) }
}

/// The ways somebody is told.
struct Ways {
    bell: bool,
    deliveries: Vec<Delivery>,
}

async fn ways(ctx: &Ctx, kind: &NoticeKind, to: &Recipient) -> Result<Ways> {
    let mut ways = match to {
        Recipient::Account(account) => of_account(ctx, kind, *account).await?,
        Recipient::Address { email, phone, .. } => {
            let (email, phone) = (email.as_deref(), phone.as_deref());
            of_address(ctx, kind, email, phone).await?
        }
    };
    if kind.required && !ways.bell && ways.deliveries.is_empty() {
        // Somebody has to be told and cannot be: an administrator has to see that.
        let unreachable = Delivery {
            state: State::Dead,
            last_error: Some("notify.error.no_address".to_owned()),
            done: Some(ctx.now()),
            ..waiting(ctx, Channel::Mail)
        };
        ways.deliveries.push(unreachable);
    }
    Ok(ways)
}

async fn of_account(ctx: &Ctx, kind: &NoticeKind, account: uuid::Uuid) -> Result<Ways> {
    let channels = ctx.app().part::<Channels>()?;
    let wishes = preference::of(ctx, account).await?;
    let wants = |channel: Channel| channels.has(channel) && wishes.wants(kind, channel);
    let mut deliveries = Vec::new();
    let contact = svc_identity::contacts(ctx.read(), &[account]).await?.pop();
    if let Some(contact) = contact {
        if wants(Channel::Mail) && contact.email.is_some() {
            deliveries.push(waiting(ctx, Channel::Mail));
        }
        if wants(Channel::Sms) && contact.phone.is_some_and(|phone| phone.is_mobile()) {
            deliveries.push(waiting(ctx, Channel::Sms));
        }
        if wants(Channel::Push) {
            for subscription in push::store::of_account(ctx.read(), account).await? {
                let subscription = Some(subscription.id.uuid());
                deliveries.push(Delivery { subscription, ..waiting(ctx, Channel::Push) });
            }
        }
    }
    Ok(Ways { bell: wants(Channel::Bell), deliveries })
}

async fn of_address(ctx: &Ctx, kind: &NoticeKind, email: Option<&str>, phone: Option<&str>) -> Result<Ways> {
    let channels = ctx.app().part::<Channels>()?;
    let mut deliveries = Vec::new();
    if kind.tells(Channel::Mail)
        && let Some(email) = email.filter(|email| mail::is_address(email))
        && (kind.required || !opt_out::is_out(ctx, email, kind.name).await?)
    {
        deliveries.push(Delivery { address: Some(email.to_owned()), ..waiting(ctx, Channel::Mail) });
    }
    if kind.tells(Channel::Sms)
        && channels.has(Channel::Sms)
        && let Some(phone) = phone.and_then(|phone| Phone::parse(phone).ok()).filter(Phone::is_mobile)
    {
        let address = Some(phone.text().to_owned());
        deliveries.push(Delivery { address, ..waiting(ctx, Channel::Sms) });
    }
    Ok(Ways { bell: false, deliveries })
}

/// One to be tried at once; its notice is filled in later.
fn waiting(ctx: &Ctx, channel: Channel) -> Delivery {
    Delivery {
        id: new_id(),
        notice: new_id(),
        channel,
        address: None,
        subscription: None,
        state: State::Waiting,
        attempts: 0,
        next: ctx.now(),
        last_error: None,
        created: ctx.now(),
        done: None,
    }
}
