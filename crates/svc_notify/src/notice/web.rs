use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::Page;
use uuid::Uuid;

use super::{
    PATH,
    model::Notice,
    read,
    store::{self, After},
};
use crate::words::{Filling, Words};

/// Notices on a page.
const PER_PAGE: usize = 20;

#[derive(Template)]
#[template(path = "notice/templates/index.html")]
struct IndexPage {
    page: Page,
    unread: u64,
    /// Only those not read yet are shown.
    filtered: bool,
    notices: Vec<Row>,
    older: String,
    newest: String,
}

/// A notice as its reader sees it.
struct Row {
    read_action: String,
    link: String,
    subject: String,
    body: Vec<String>,
    when: String,
    datetime: String,
    unread: bool,
}

#[derive(Template)]
#[template(path = "notice/templates/_count.html")]
struct Count {
    page: Page,
    unread: u64,
}

/// What the address says of the list.
#[derive(Default, Deserialize)]
pub(super) struct Listed {
    /// `chua-doc`: only those not read yet.
    #[serde(default)]
    loc: String,
    /// `{milliseconds}.{id}`: those before.
    #[serde(default)]
    truoc: String,
}

pub(super) async fn index(ctx: Ctx, Query(listed): Query<Listed>) -> Result<Response> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let filtered = listed.loc == "chua-doc";
    let after = after(&listed.truoc);
    let mut notices = store::inbox(ctx.read(), account, filtered, after, PER_PAGE + 1).await?;
    let more = notices.len() > PER_PAGE;
    notices.truncate(PER_PAGE);
    let mut page = ctx.page(ui::t(ctx.lang(), "notify.bell.title"));
    page.noindex = true;
    let filter = if filtered { "loc=chua-doc&" } else { "" };
    let older = notices.last().filter(|_| more);
    let older = older
        .map(|last| page.href(&format!("{PATH}?{filter}truoc={}.{}", last.created.0, last.id)))
        .unwrap_or_default();
    let newest = if after.is_some() {
        page.href(&format!("{PATH}?{}", filter.trim_end_matches('&')))
    } else {
        String::new()
    };
    let name = page.user.clone().unwrap_or_default();
    let notices = notices.iter().map(|notice| row(&ctx, &page, &name, notice)).collect();
    let unread = store::unread(ctx.read(), account).await?;
    ctx.html(&IndexPage { page, unread, filtered, notices, older, newest })
}

fn after(typed: &str) -> Option<After> {
    let (at, id) = typed.split_once('.')?;
    Some(After(at.parse().ok()?, Uuid::parse_str(id).ok()?))
}

fn row(ctx: &Ctx, page: &Page, name: &str, notice: &Notice) -> Row {
    let filling =
        Filling { kind: &notice.kind, lang: page.lang, name, values: &notice.values, path: &notice.path };
    let words = Words::of(ctx.app().config(), &filling);
    Row {
        read_action: page.href(&format!("{PATH}/{}/da-doc", notice.id)),
        // Within the program the same host leads there, whatever it is called by.
        link: if notice.path.is_empty() { String::new() } else { page.href(&notice.path) },
        subject: words.subject,
        body: words.body,
        when: notice.created.local().vn(),
        datetime: notice.created.rfc3339(),
        unread: notice.read.is_none(),
    }
}

/// The number beside the bell.
pub(super) async fn count(ctx: Ctx) -> Result<Response> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    if !ctx.origin().fragment {
        return Ok(ctx.redirect(PATH));
    }
    let unread = store::unread(ctx.read(), account).await?;
    ctx.html(&Count { page: ctx.page(""), unread })
}

pub(super) async fn create_reading(ctx: Ctx, Path(id): Path<Uuid>, Form(form): Form) -> Result<Response> {
    read::read(&ctx, id).await?;
    // The way on is the notice's own, never one the form could name.
    let onward = form.value("mo") == "1";
    let notice = store::find(ctx.read(), id.into()).await?.filter(|n| onward && !n.path.is_empty());
    Ok(ctx.redirect(notice.as_ref().map_or(PATH, |n| &n.path)))
}

pub(super) async fn create_reading_of_all(ctx: Ctx) -> Result<Response> {
    read::read_all(&ctx).await?;
    Ok(ctx.redirect_saying(PATH, "notify.bell.all_read"))
}
