//! Where officers work: the list, and one act for each form of the screen of a dossier.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Id, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{FormState, Message, Page, Pager};

use super::{
    WORK, desk,
    model::{Dossier, NOTE_MAX, Status},
    store::{self, list::Filter},
};
use crate::place::agency_name;

/// Dossiers on a page of the list.
const PER_PAGE: u64 = 25;
/// Milliseconds before a deadline in which it is near: two days.
const SOON: i64 = 2 * 86_400_000;

/// What the list is narrowed to, as the address says it.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    status: String,
    #[serde(default)]
    late: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    fn filter(&self, now: Timestamp) -> Filter {
        Filter {
            status: Status::parse(&self.status),
            late: (self.late == "1").then_some(now),
            words: base::text::nfc(&self.q).chars().take(100).collect(),
        }
    }

    fn pairs<'a>(&'a self, status: &'a str) -> [(&'a str, &'a str); 3] {
        [("status", status), ("late", &self.late), ("q", &self.q)]
    }
}

struct Row {
    href: String,
    code: String,
    procedure: String,
    name: String,
    agency: String,
    status: Status,
    submitted: (String, String),
    due: String,
    urgency: &'static str,
}

#[derive(Template)]
#[template(path = "dossier/templates/work_index.html")]
struct IndexPage {
    page: Page,
    path: String,
    tabs: Vec<(String, String, bool)>,
    form: FormState,
    rows: Vec<Row>,
    pager: Pager,
    filtered: bool,
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let page = ctx.page(ui::t(ctx.lang(), "onestop.work.title"));
    let filter = asked.filter(ctx.now());
    let counts = store::list::counts(ctx.read(), ctx.actor(), &filter).await?;
    let all: u64 = counts.iter().map(|(_, n)| n).sum();
    let total = match filter.status {
        None => all,
        Some(status) => counts.iter().find(|(s, _)| *s == status).map_or(0, |(_, n)| *n),
    };
    let path = page.href(WORK);
    let code = filter.status.map_or("", Status::code);
    let pager = Pager::asked(&asked.page, PER_PAGE, total, &path, &asked.pairs(code));
    let tab = |code: &str, label: &str, n: u64, on: bool| {
        let href = Pager::new(1, 1, 0, &path, &asked.pairs(code)).href;
        let label = format!("{label} ({})", page.number(n));
        (label, href.trim_end_matches(['&', '?']).to_owned(), on)
    };
    let mut tabs = vec![tab("", page.t("onestop.work.all"), all, filter.status.is_none())];
    for (status, n) in &counts {
        tabs.push(tab(status.code(), page.t(status.key()), *n, filter.status == Some(*status)));
    }
    let found = store::list::list(ctx.read(), ctx.actor(), &filter, PER_PAGE, pager.before()).await?;
    let mut rows = Vec::new();
    for line in found {
        let status = line.status();
        let works = matches!(status, Status::Accepted | Status::Processing);
        let submitted = Timestamp(line.submitted_at);
        rows.push(Row {
            href: page.href(&desk::path(Id::from_uuid(line.id))),
            agency: agency_name(ctx.app(), line.agency_id, page.lang)?,
            submitted: (submitted.local().vn(), submitted.rfc3339()),
            due: line.due_at.map(|due| Timestamp(due).local().vn()).unwrap_or_default(),
            urgency: match line.due_at {
                Some(due) if works && due < ctx.now().0 => "late",
                Some(due) if works && due - ctx.now().0 < SOON => "soon",
                Some(_) if works => "ok",
                _ if status == Status::New => "soon",
                _ => "paused",
            },
            code: line.code,
            procedure: line.procedure_name,
            name: line.name,
            status,
        });
    }
    let filtered = asked.pairs(code).iter().any(|(_, value)| !value.is_empty());
    let form = asked.pairs(code).iter().fold(FormState::default(), |form, (n, v)| form.with(n, v));
    ctx.html(&IndexPage { path, tabs, form, rows, pager, filtered, page })
}

async fn load(ctx: &Ctx, id: Id<Dossier>) -> Result<Dossier> {
    store::find(ctx.read(), ctx.actor(), id).await?.ok_or(Error::NotFound)
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Dossier>>) -> Result<Response> {
    let dossier = load(&ctx, id).await?;
    desk::show(&ctx, StatusCode::OK, &dossier, FormState::default()).await
}

/// What was done; or, where somebody else was first, the dossier as it is now with what was typed.
async fn done(
    ctx: &Ctx,
    id: Id<Dossier>,
    form: FormState,
    outcome: Result<Dossier>,
    said: &'static str,
) -> Result<Response> {
    match outcome {
        Ok(_) => Ok(ctx.redirect_saying(&desk::path(id), said)),
        Err(error) if error.is_stale() => {
            let dossier = load(ctx, id).await?;
            let form = form.beside(&FormState::default(), dossier.version);
            desk::show(ctx, StatusCode::CONFLICT, &dossier, form).await
        }
        Err(error) => Err(error),
    }
}

/// What was written in a field that must not be empty.
fn words(form: &mut FormState, field: &str, missing: &'static str) -> String {
    let text = form.required(field, missing);
    if text.chars().count() > NOTE_MAX {
        form.reject(field, Message::new("onestop.wrong.long").with("most", NOTE_MAX));
    }
    text
}

async fn again(ctx: &Ctx, id: Id<Dossier>, form: FormState) -> Result<Response> {
    let dossier = load(ctx, id).await?;
    desk::show(ctx, StatusCode::UNPROCESSABLE_ENTITY, &dossier, form).await
}

pub(super) async fn create_acceptance(
    ctx: Ctx,
    Path(id): Path<Id<Dossier>>,
    Form(form): Form,
) -> Result<Response> {
    let outcome = super::accept(&ctx, id, form.version()).await;
    done(&ctx, id, form, outcome, "onestop.said.accepted").await
}

pub(super) async fn create_refusal(
    ctx: Ctx,
    Path(id): Path<Id<Dossier>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason = words(&mut form, "refuse_reason", "onestop.wrong.refuse_reason");
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::refuse(&ctx, id, form.version(), &reason).await;
    done(&ctx, id, form, outcome, "onestop.said.refused").await
}

pub(super) async fn create_supplement(
    ctx: Ctx,
    Path(id): Path<Id<Dossier>>,
    Form(mut form): Form,
) -> Result<Response> {
    let what = words(&mut form, "supplement", "onestop.wrong.supplement");
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::request_supplement(&ctx, id, form.version(), &what).await;
    done(&ctx, id, form, outcome, "onestop.said.supplement").await
}

pub(super) async fn create_processing(
    ctx: Ctx,
    Path(id): Path<Id<Dossier>>,
    Form(form): Form,
) -> Result<Response> {
    let outcome = super::take(&ctx, id, form.version()).await;
    done(&ctx, id, form, outcome, "onestop.said.taken").await
}

pub(super) async fn create_stop(
    ctx: Ctx,
    Path(id): Path<Id<Dossier>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason = words(&mut form, "stop_reason", "onestop.wrong.stop_reason");
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::stop(&ctx, id, form.version(), &reason).await;
    done(&ctx, id, form, outcome, "onestop.said.stopped").await
}

pub(super) async fn create_result(
    ctx: Ctx,
    Path(id): Path<Id<Dossier>>,
    Form(mut form): Form,
) -> Result<Response> {
    let note = words(&mut form, "result_note", "onestop.wrong.result_note");
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::finish(&ctx, id, form.version(), &note).await;
    done(&ctx, id, form, outcome, "onestop.said.finished").await
}

pub(super) async fn create_handover(
    ctx: Ctx,
    Path(id): Path<Id<Dossier>>,
    Form(form): Form,
) -> Result<Response> {
    let outcome = super::hand_over(&ctx, id, form.version()).await;
    done(&ctx, id, form, outcome, "onestop.said.returned").await
}
