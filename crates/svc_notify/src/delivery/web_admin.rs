use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Timestamp, masked};
use kernel::{Channel, Ctx, Result};
use serde::Deserialize;
use ui::{Message, Page, Stat};
use uuid::Uuid;

use super::{
    ADMIN_PATH,
    give_up::give_up,
    model::State,
    retry::{retry, retry_all},
    test_message,
    view::{self, Seen},
};
use crate::{channels::Channels, mail::Post};

/// Deliveries on a page.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "delivery/templates/index.html")]
struct IndexPage {
    page: Page,
    counts: Vec<Stat>,
    /// The state shown; empty for all that are open.
    state: &'static str,
    heading: String,
    dead: u64,
    ways: Vec<Way>,
    rows: Vec<Row>,
    older: String,
}

/// A way out and where it leads.
struct Way {
    name: String,
    set: bool,
    what: String,
}

struct Row {
    kind: String,
    created: String,
    channel: String,
    address: String,
    class: &'static str,
    state: String,
    attempts: i64,
    next: String,
    error: String,
    retry: String,
    give_up: String,
}

/// What the address says of the list.
#[derive(Default, Deserialize)]
pub(super) struct Listed {
    /// `waiting`, `dead`, `sent`, `given_up`; empty: all that are open.
    #[serde(default, rename = "trang-thai")]
    state: String,
    /// `{milliseconds}.{id}`: those before.
    #[serde(default)]
    truoc: String,
}

pub(super) async fn index(ctx: Ctx, Query(listed): Query<Listed>) -> Result<Response> {
    let state = State::parse(&listed.state);
    let after = listed.truoc.split_once('.');
    let after = after.and_then(|(at, id)| Some((at.parse().ok()?, Uuid::parse_str(id).ok()?)));
    let mut seen = view::page(&ctx, state, after, PER_PAGE + 1).await?;
    let more = seen.len() > PER_PAGE;
    seen.truncate(PER_PAGE);
    let mut page = ctx.page(ui::t(ctx.lang(), "notify.delivery.title"));
    page.noindex = true;
    let filter = state.map(|s| format!("trang-thai={}&", s.word())).unwrap_or_default();
    let older = seen.last().filter(|_| more);
    let older = older
        .map(|last| page.href(&format!("{ADMIN_PATH}?{filter}truoc={}.{}", last.created_at, last.id)))
        .unwrap_or_default();
    let counted = view::counts(&ctx).await?;
    let dead = counted.iter().find(|(s, _)| *s == State::Dead).map_or(0, |(_, n)| *n);
    let stat = |(state, n): &(State, u64)| Stat {
        value: page.number(*n),
        label: state_name(&page, *state),
        href: page.href(&format!("{ADMIN_PATH}?trang-thai={}", state.word())),
    };
    let counts = counted.iter().map(stat).collect();
    let heading = match state {
        Some(state) => state_name(&page, state),
        None => page.t("notify.delivery.open").to_owned(),
    };
    let addresses = addresses(&ctx, &seen).await?;
    let rows = seen.iter().map(|one| row(&page, one, &addresses)).collect();
    let ways = ways(&ctx, &page)?;
    let state = state.map_or("", State::word);
    ctx.html(&IndexPage { page, counts, state, heading, dead, ways, rows, older })
}

fn state_name(page: &Page, state: State) -> String {
    page.t(&format!("notify.state.{}", state.word())).to_owned()
}

/// Where those with an account are reached now, by account and channel.
async fn addresses(ctx: &Ctx, seen: &[Seen]) -> Result<HashMap<(Uuid, Channel), String>> {
    let mut accounts: Vec<Uuid> = seen.iter().filter_map(|one| one.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut addresses = HashMap::new();
    for contact in svc_identity::contacts(ctx.read(), &accounts).await? {
        let account = contact.account.uuid();
        if let Some(email) = contact.email {
            addresses.insert((account, Channel::Mail), email);
        }
        if let Some(phone) = contact.phone {
            addresses.insert((account, Channel::Sms), phone.text().to_owned());
        }
    }
    Ok(addresses)
}

fn row(page: &Page, one: &Seen, addresses: &HashMap<(Uuid, Channel), String>) -> Row {
    let (state, channel) = (one.state(), one.channel());
    let known = one.account.and_then(|account| addresses.get(&(account, channel)));
    let address = one.address.as_ref().or(known).map(|address| mask(address)).unwrap_or_default();
    let error = one.last_error.as_deref().unwrap_or_default();
    let error = if error.starts_with("notify.error.") { page.t(error) } else { error };
    let act = |what: &str, possible: bool| {
        if possible { page.href(&format!("{ADMIN_PATH}/{}/{what}", one.id)) } else { String::new() }
    };
    let known = one.cleared_at.is_none();
    Row {
        kind: page.t(&format!("{}.name", one.kind)).to_owned(),
        created: one.created().local().vn(),
        channel: page.t(&format!("notify.channel.{}", channel.key())).to_owned(),
        address,
        class: match state {
            State::Waiting => "soon",
            State::Sent => "ok",
            State::Dead => "late",
            State::GivenUp => "paused",
        },
        state: state_name(page, state),
        attempts: one.attempts,
        next: if state == State::Waiting {
            page.fill("notify.delivery.next", &[("when", &Timestamp(one.next_at).local().vn())])
        } else {
            String::new()
        },
        error: error.to_owned(),
        retry: act("gui-lai", known && state != State::Sent),
        give_up: act("thoi", matches!(state, State::Waiting | State::Dead)),
    }
}

/// An address as lists show it: enough to tell two apart, not enough to write to.
fn mask(address: &str) -> String {
    match address.split_once('@') {
        Some((name, domain)) => {
            let first: String = name.chars().take(1).collect();
            format!("{first}•••@{domain}")
        }
        None => masked(address),
    }
}

fn ways(ctx: &Ctx, page: &Page) -> Result<Vec<Way>> {
    let channels = ctx.app().part::<Channels>()?;
    let name = |channel: Channel| page.t(&format!("notify.channel.{}", channel.key())).to_owned();
    let mail = match &channels.mail {
        Post::Smtp(smtp) => page.fill("notify.way.smtp", &[("host", &smtp.host())]),
        Post::Outbox(_) => page.t("notify.way.outbox").to_owned(),
    };
    let sms = match &channels.sms {
        Some(gateway) => page.fill("notify.way.gateway", &[("host", &gateway.host())]),
        None => page.t("notify.way.no_gateway").to_owned(),
    };
    Ok(vec![
        Way { name: name(Channel::Mail), set: matches!(channels.mail, Post::Smtp(_)), what: mail },
        Way { name: name(Channel::Sms), set: channels.sms.is_some(), what: sms },
        Way { name: name(Channel::Push), set: true, what: page.t("notify.way.push").to_owned() },
    ])
}

pub(super) async fn create_test(ctx: Ctx) -> Result<Response> {
    test_message::send(&ctx).await?;
    Ok(ctx.redirect_saying(ADMIN_PATH, "notify.delivery.test_sent"))
}

pub(super) async fn create_retry(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    retry(&ctx, id.into()).await?;
    Ok(ctx.redirect_saying(ADMIN_PATH, "notify.delivery.retried"))
}

pub(super) async fn create_retry_of_all(ctx: Ctx) -> Result<Response> {
    let count = retry_all(&ctx).await?;
    Ok(ctx.redirect_saying(ADMIN_PATH, Message::new("notify.delivery.retried_all").with("n", count)))
}

pub(super) async fn create_end(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    give_up(&ctx, id.into()).await?;
    Ok(ctx.redirect_saying(ADMIN_PATH, "notify.delivery.ended"))
}
