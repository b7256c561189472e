//! Where editors read opinions and decide on each.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Id, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use ui::{FormState, Page, Pager};

use super::{
    WORK,
    model::{Comment, REPLY_MAX, Status},
    store::{self, Filter, Sender},
};
use crate::typed::{required_text, text, to_html};

/// Opinions on a page of the list.
const PER_PAGE: u64 = 25;

/// What the list and the file are narrowed to.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    status: String,
    #[serde(default)]
    entry: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    pub(super) fn filter(&self) -> Filter {
        Filter { status: Status::parse(&self.status), entry: self.entry.parse::<Uuid>().ok() }
    }
}

struct Row {
    href: String,
    title: String,
    beginning: String,
    status: Status,
    received: (String, String),
    only: String,
}

#[derive(Template)]
#[template(path = "comment/templates/work_index.html")]
struct IndexPage {
    page: Page,
    path: String,
    export: String,
    tabs: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    pager: Pager,
    narrowed: bool,
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.comment.work.title").to_owned();
    let filter = asked.filter();
    let counts = store::counts(ctx.read(), ctx.actor(), &filter).await?;
    let all: u64 = counts.iter().map(|(_, n)| n).sum();
    let total = match filter.status {
        None => all,
        Some(status) => counts.iter().find(|(s, _)| *s == status).map_or(0, |(_, n)| *n),
    };
    let path = page.href(WORK);
    let entry = filter.entry.map(|id| id.to_string()).unwrap_or_default();
    let code = filter.status.map_or("", Status::code);
    let pager = Pager::asked(&asked.page, PER_PAGE, total, &path, &[("status", code), ("entry", &entry)]);
    let at = |path: &str, code: &str| {
        let href = Pager::new(1, 1, 0, path, &[("status", code), ("entry", &entry)]).href;
        href.trim_end_matches(['&', '?']).to_owned()
    };
    let tab = |code: &str, label: &str, n: u64, on: bool| {
        (format!("{label} ({})", page.number(n)), at(&path, code), on)
    };
    let mut tabs = vec![tab("", page.t("portal.entry.work.all"), all, filter.status.is_none())];
    for (status, n) in &counts {
        tabs.push(tab(status.code(), page.t(status.key()), *n, filter.status == Some(*status)));
    }
    let found = store::list(ctx.read(), ctx.actor(), &filter, false, PER_PAGE, pager.before()).await?;
    let rows = found.into_iter().map(|row| Row {
        href: page.href(&format!("{WORK}/{}", row.id)),
        status: row.status(),
        received: (Timestamp(row.received_at).local().vn(), Timestamp(row.received_at).rfc3339()),
        beginning: row
            .body
            .split_whitespace()
            .take(30)
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(160)
            .collect(),
        only: format!("{path}?entry={}", row.entry_id),
        title: row.title,
    });
    let rows = rows.collect();
    let export = at(&page.href("/quan-tri/y-kien/xuat.csv"), code);
    let narrowed = filter.entry.is_some();
    ctx.html(&IndexPage { path, export, tabs, rows, pager, narrowed, page })
}

#[derive(Template)]
#[template(path = "comment/templates/work_show.html")]
struct ShowPage {
    page: Page,
    path: String,
    form: FormState,
    status: Status,
    title: String,
    body: String,
    shown_name: String,
    received: (String, String),
    sender: Sender,
    reason: Option<String>,
}

fn filled(comment: &Comment) -> FormState {
    FormState::default().with("reply", &comment.reply).with("version", comment.version)
}

async fn load(ctx: &Ctx, id: Id<Comment>) -> Result<Comment> {
    store::find(ctx.read(), ctx.actor(), id).await?.ok_or(Error::NotFound)
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Comment>>) -> Result<Response> {
    let comment = load(&ctx, id).await?;
    screen(&ctx, StatusCode::OK, &comment, filled(&comment)).await
}

async fn screen(ctx: &Ctx, status: StatusCode, comment: &Comment, form: FormState) -> Result<Response> {
    ctx.log_view(comment, "portal.comment.view.sender").await;
    let mut page = ctx.page("");
    page.title = page.t("portal.comment.work.one").to_owned();
    let (list, here) = (page.t("portal.comment.work.title").to_owned(), page.title.clone());
    let page = page.crumb(list, Some(WORK)).crumb(here, None);
    let shown = ShowPage {
        path: page.href(&format!("{WORK}/{}", comment.id)),
        status: comment.status,
        title: store::title(ctx.read(), comment.entry).await?,
        body: to_html(&comment.body),
        shown_name: comment.shown_name.clone(),
        received: (comment.received_at.local().vn(), comment.received_at.rfc3339()),
        sender: store::sender(ctx.read(), comment.id).await?,
        reason: Some(comment.reason.clone()).filter(|reason| !reason.is_empty()),
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// What was done; or, where somebody else was first, the screen as it is now with what was typed.
async fn done(
    ctx: &Ctx,
    id: Id<Comment>,
    form: FormState,
    outcome: Result<Comment>,
    said: &'static str,
) -> Result<Response> {
    match outcome {
        Ok(_) => Ok(ctx.redirect_saying(&format!("{WORK}/{id}"), said)),
        Err(error) if error.is_stale() => {
            let comment = load(ctx, id).await?;
            let form = form.beside(&filled(&comment), comment.version);
            screen(ctx, StatusCode::CONFLICT, &comment, form).await
        }
        Err(error) => Err(error),
    }
}

async fn again(ctx: &Ctx, id: Id<Comment>, form: FormState) -> Result<Response> {
    let comment = load(ctx, id).await?;
    screen(ctx, StatusCode::UNPROCESSABLE_ENTITY, &comment, form).await
}

pub(super) async fn create_publication(
    ctx: Ctx,
    Path(id): Path<Id<Comment>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reply = text(&mut form, "reply", REPLY_MAX);
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::publish(&ctx, id, form.version(), reply).await;
    done(&ctx, id, form, outcome, "portal.comment.said.published").await
}

pub(super) async fn create_refusal(
    ctx: Ctx,
    Path(id): Path<Id<Comment>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason = required_text(&mut form, "reason", REPLY_MAX, "portal.comment.wrong.reason");
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::refuse(&ctx, id, form.version(), reason).await;
    done(&ctx, id, form, outcome, "portal.comment.said.refused").await
}
