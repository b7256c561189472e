//! What readers see of opinions, and the form by which they write one; that has an address of its own and is never kept.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Id, LocalDate, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use ui::{FormState, Page, Pager};

use super::{
    key,
    model::{BODY_MAX, Comment, LINE_MAX},
    send::{Opinion, closed},
    store::{self, Counted},
};
use crate::{
    entry::{Content, Opened, answered},
    guard::{Gate, What},
    site::{self, Site},
    typed::{line, required_text, to_html},
};

/// Opinions on a page.
const PER_PAGE: u64 = 50;

#[derive(Template)]
#[template(path = "comment/templates/_beside.html")]
struct Beside<'a> {
    page: &'a Page,
    counted: Counted,
    closes: String,
    open: bool,
    list: String,
    send: String,
}

/// What stands below a draft: how many opinions came, until when one may write, and where.
///
/// # Errors
/// The database's; the template's.
pub async fn beside(ctx: &Ctx, page: &Page, id: Uuid, content: &Content, address: &str) -> Result<String> {
    ctx.depends_on(key(id));
    let day = |field: &str| LocalDate::parse(content.fields.text(field)).ok();
    let today = ctx.today();
    let closes = day("closes");
    let open = day("opens").is_none_or(|day| day <= today) && closes.is_some_and(|day| today <= day);
    let here = site::current(ctx)?;
    let shown = Beside {
        page,
        counted: store::counted(ctx.read(), id).await?,
        closes: closes.map(LocalDate::vn).unwrap_or_default(),
        open: open && !here.is_former(today),
        list: page.href(&format!("{address}/y-kien")),
        send: page.href(&format!("{address}/y-kien/gui")),
    };
    Ok(shown.render()?)
}

/// The draft an address names, and the site it is on.
async fn draft(ctx: &Ctx, name: &str) -> Result<(Arc<Site>, Opened)> {
    let site = site::current(ctx)?;
    let draft = answered(ctx, site.id, "draft", name).await?.ok_or(Error::NotFound)?;
    Ok((site, draft))
}

fn frame(ctx: &Ctx, title: &str, draft: &Opened) -> Page {
    let mut page = ctx.page("");
    page.title = page.t(title).to_owned();
    page.crumbs.push(ctx.home_crumb());
    let (section, here, base) =
        (page.t("portal.kind.draft.section").to_owned(), page.title.clone(), page.base.clone());
    page.crumb(section, Some(&format!("{base}/du-thao")))
        .crumb(&draft.title, Some(&format!("{base}{}", draft.path)))
        .crumb(here, None)
}

struct Item {
    body: String,
    name: String,
    reply: String,
    received: (String, String),
}

#[derive(Template)]
#[template(path = "comment/templates/index.html")]
struct IndexPage {
    page: Page,
    title: String,
    draft: String,
    counted: Counted,
    closes: String,
    items: Vec<Item>,
    pager: Pager,
    send: Option<String>,
    outcome: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: String,
}

pub(super) async fn index(
    ctx: Ctx,
    Path((_, name)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (site, draft) = draft(&ctx, &name).await?;
    ctx.depends_on(key(draft.id.uuid()));
    ctx.depends_on(format!("entry:{}", draft.id));
    let number = match asked.page.as_str() {
        "" => 1,
        typed => typed.parse().map_err(|_| Error::NotFound)?,
    };
    let counted = store::counted(ctx.read(), draft.id.uuid()).await?;
    let page = frame(&ctx, "portal.comment.list.title", &draft);
    let path = page.site(&format!("{}/y-kien", draft.path));
    let pager = Pager::new(number, PER_PAGE, counted.published.unsigned_abs(), &path, &[]);
    if number == 0 || number > pager.last() {
        return Err(Error::NotFound);
    }
    let found = store::shown(ctx.read(), draft.id.uuid(), PER_PAGE, (number - 1) * PER_PAGE).await?;
    let items = found.into_iter().map(|shown| Item {
        body: to_html(&shown.body),
        name: shown.shown_name,
        reply: to_html(&shown.reply),
        received: (Timestamp(shown.received_at).local_date().vn(), Timestamp(shown.received_at).rfc3339()),
    });
    let open = draft.is_open(ctx.today()) && !site.is_former(ctx.today());
    let shown = IndexPage {
        items: items.collect(),
        draft: page.site(&draft.path),
        closes: draft.day("closes").map(LocalDate::vn).unwrap_or_default(),
        send: open.then(|| page.site(&format!("{}/y-kien/gui", draft.path))),
        outcome: to_html(draft.fields.text("outcome")),
        title: draft.title,
        counted,
        pager,
        page,
    };
    ctx.public_page(&shown)
}

#[derive(Template)]
#[template(path = "comment/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    sum: String,
    title: String,
    draft: String,
    closes: String,
    path: String,
}

const fn gate(about: Uuid) -> Gate {
    Gate { form: "comment", about, what: What::Letter }
}

fn show(ctx: &Ctx, status: StatusCode, draft: &Opened, form: FormState) -> Result<Response> {
    let mut page = frame(ctx, "portal.comment.new.title", draft);
    page.noindex = true;
    let shown = NewPage {
        sum: gate(draft.id.uuid()).sum(ctx, &form),
        title: draft.title.clone(),
        draft: page.site(&draft.path),
        closes: draft.day("closes").map(LocalDate::vn).unwrap_or_default(),
        path: page.site(&format!("{}/y-kien/gui", draft.path)),
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

pub(super) async fn new(ctx: Ctx, Path((_, name)): Path<(String, String)>) -> Result<Response> {
    let (site, draft) = draft(&ctx, &name).await?;
    if !draft.is_open(ctx.today()) || site.is_former(ctx.today()) {
        return Err(closed(&draft, ctx.today()));
    }
    let form = gate(draft.id.uuid()).open(&ctx, FormState::default());
    show(&ctx, StatusCode::OK, &draft, form)
}

pub(super) async fn create(
    ctx: Ctx,
    Path((_, name)): Path<(String, String)>,
    Form(mut form): Form,
) -> Result<Response> {
    let (site, draft) = draft(&ctx, &name).await?;
    // Said before anything else: whoever is late need not mend anything.
    if !draft.is_open(ctx.today()) || site.is_former(ctx.today()) {
        return Err(closed(&draft, ctx.today()));
    }
    let opinion = Opinion {
        body: required_text(&mut form, "body", BODY_MAX, "portal.comment.wrong.body"),
        name: line(&mut form, "name", LINE_MAX),
        contact: line(&mut form, "contact", LINE_MAX),
        named: form.value("named") == "1",
    };
    let gate = gate(draft.id.uuid());
    let Some(id): Option<Id<Comment>> = gate.check(&ctx, &mut form)? else {
        return show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &draft, form);
    };
    let done = || {
        ctx.redirect_saying(
            &format!("{}{}/y-kien", ctx.origin().base, draft.path),
            "portal.comment.said.sent",
        )
    };
    let body = opinion.body.clone();
    if store::body_of(ctx.read(), id).await?.is_none() {
        match super::send(&ctx, id, &site, &draft, opinion).await {
            Ok(_) => return Ok(done()),
            // Two sendings at once: the other one was first.
            Err(error) if store::body_of(ctx.read(), id).await?.is_none() => return Err(error),
            Err(_) => {}
        }
    }
    if store::body_of(ctx.read(), id).await?.is_some_and(|kept| kept == body) {
        return Ok(done());
    }
    gate.sent_before(&ctx, &mut form);
    show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &draft, form)
}
