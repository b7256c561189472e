use askama::Template;
use axum::response::Response;
use kernel::{Channel, Ctx, Error, NoticeKind, Result, http::Form};
use ui::Page;

use super::{
    PATH,
    model::{Wish, Wishes, is_fixed, is_offered},
    set::set,
    store,
};
use crate::{channels::Channels, push};

#[derive(Template)]
#[template(path = "preference/templates/show.html")]
struct ShowPage {
    page: Page,
    channels: Vec<Column>,
    kinds: Vec<Row>,
    email: String,
    phone: String,
    push_key: String,
    browsers: Vec<Browser>,
}

struct Column {
    label: String,
}

struct Row {
    name: String,
    required: bool,
    cells: Vec<Cell>,
}

/// One check box.
struct Cell {
    field: &'static str,
    value: &'static str,
    /// What it says to somebody who does not see the table.
    label: String,
    column: String,
    checked: bool,
    fixed: bool,
    offered: bool,
}

struct Browser {
    action: String,
    service: String,
    since: String,
}

/// The channels this program has.
fn columns(channels: &Channels) -> Vec<Channel> {
    Channel::ALL.into_iter().filter(|&channel| channels.has(channel)).collect()
}

fn channel_name(page: &Page, channel: Channel) -> String {
    page.t(&format!("notify.channel.{}", channel.key())).to_owned()
}

pub(super) async fn show(ctx: Ctx) -> Result<Response> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let wishes = store::of(ctx.read(), account).await?;
    let parts = ctx.app().part::<Channels>()?;
    let columns = columns(&parts);
    let mut page = ctx.page(ui::t(ctx.lang(), "notify.preference.title"));
    page.noindex = true;
    let kinds = ctx
        .app()
        .notices()
        .filter(|kind| !kind.outside)
        .map(|kind| row(&page, kind, &wishes, &columns))
        .collect();
    let contact = svc_identity::contacts(ctx.read(), &[account]).await?.pop();
    let email = contact.as_ref().and_then(|c| c.email.clone()).unwrap_or_default();
    let phone = contact.and_then(|c| c.phone).map(|p| p.national()).unwrap_or_default();
    let browsers = push::store::of_account(ctx.read(), account).await?;
    let browsers = browsers
        .into_iter()
        .map(|browser| Browser {
            action: page.href(&format!("{PATH}/trinh-duyet/{}/bo", browser.id)),
            service: browser.endpoint.split('/').nth(2).unwrap_or_default().to_owned(),
            since: browser.created.local().vn(),
        })
        .collect();
    let channels = columns.iter().map(|&channel| Column { label: channel_name(&page, channel) }).collect();
    let push_key = parts.push.public();
    ctx.html(&ShowPage { page, channels, kinds, email, phone, push_key, browsers })
}

fn row(page: &Page, kind: &'static NoticeKind, wishes: &Wishes, columns: &[Channel]) -> Row {
    let name = page.t(&format!("{}.name", kind.name)).to_owned();
    let cells = columns
        .iter()
        .map(|&channel| {
            let column = channel_name(page, channel);
            Cell {
                field: channel.key(),
                value: kind.name,
                label: format!("{name}: {column}"),
                column,
                checked: wishes.wants(kind, channel),
                fixed: is_fixed(kind, channel),
                offered: is_offered(kind, channel),
            }
        })
        .collect();
    Row { name, required: kind.required, cells }
}

pub(super) async fn update(ctx: Ctx, Form(form): Form) -> Result<Response> {
    let columns = columns(&*ctx.app().part::<Channels>()?);
    let mut wishes = Vec::new();
    for kind in ctx.app().notices().filter(|kind| !kind.outside) {
        for &channel in &columns {
            if is_offered(kind, channel) && !is_fixed(kind, channel) {
                let wanted = form.has(channel.key(), kind.name);
                wishes.push(Wish { kind: kind.name, channel, wanted });
            }
        }
    }
    set(&ctx, &wishes).await?;
    Ok(ctx.redirect_saying(PATH, "notify.preference.saved"))
}
