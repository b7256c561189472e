//! Where officers work: the list, and one act for each form of the screen of a question.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Id, LocalDate, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{Choice, FormState, Page, Pager};

use super::{
    WORK, desk, form,
    model::{Class, Kind, Question, Status},
    store::{
        self,
        work::{self, Filter},
    },
};
use crate::{
    policy::QUESTION_HANDLE,
    site::{self, Offer, Site},
};

/// Questions on a page of the list.
const PER_PAGE: u64 = 25;

/// What the list and the register are narrowed to, as the address says it.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    status: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    site: String,
    /// Words of a site's name, by which it is looked for.
    #[serde(default)]
    trang: String,
    #[serde(default)]
    late: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    pub(super) fn filter(&self, now: Timestamp) -> Filter {
        let day = |text: &str| LocalDate::parse(text).ok();
        let begins = |day: LocalDate| Timestamp::from_local(day.at(time::Time::MIDNIGHT));
        Filter {
            status: Status::parse(&self.status),
            kind: Kind::parse(&self.kind),
            site: self.site.parse().ok(),
            late: (self.late == "1").then_some(now),
            from: day(&self.from).map(begins),
            before: day(&self.to).map(|day| begins(day.next())),
            words: base::text::nfc(&self.q).chars().take(100).collect(),
        }
    }

    /// The filters as they stand in addresses, with this status.
    fn pairs<'a>(&'a self, status: &'a str) -> [(&'a str, &'a str); 7] {
        [
            ("status", status),
            ("kind", &self.kind),
            ("site", &self.site),
            ("late", &self.late),
            ("from", &self.from),
            ("to", &self.to),
            ("q", &self.q),
        ]
    }
}

struct Row {
    href: String,
    code: String,
    title: String,
    kind: &'static str,
    site: String,
    status: Status,
    received: (String, String),
    due: String,
    /// The shape beside the deadline.
    urgency: &'static str,
    late: bool,
}

#[derive(Template)]
#[template(path = "question/templates/work_index.html")]
struct IndexPage {
    page: Page,
    path: String,
    register: String,
    tabs: Vec<(String, String, bool)>,
    form: FormState,
    kinds: Vec<Choice>,
    sites: Offer,
    rows: Vec<Row>,
    pager: Pager,
    filtered: bool,
}

pub(super) async fn index(ctx: Ctx, Query(mut asked): Query<Asked>) -> Result<Response> {
    let sites = Offer::new(&own_sites(&ctx)?, ctx.lang(), asked.site.parse().ok(), &asked.trang);
    asked.site = sites.chosen.map(|id| id.to_string()).unwrap_or_default();
    let mut page = ctx.page("");
    page.title = page.t("portal.question.work.title").to_owned();
    let filter = asked.filter(ctx.now());
    let counts = work::counts(ctx.read(), ctx.actor(), &filter).await?;
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
    let mut tabs = vec![tab("", page.t("portal.entry.work.all"), all, filter.status.is_none())];
    for (status, n) in &counts {
        tabs.push(tab(status.code(), page.t(status.key()), *n, filter.status == Some(*status)));
    }
    let found = work::list(ctx.read(), ctx.actor(), &filter, PER_PAGE, pager.before()).await?;
    let family = site::sites(ctx.app())?;
    let rows = found.into_iter().map(|row| {
        let (status, late) = (row.status(), row.is_late(ctx.now()));
        let due = Timestamp(row.due_at);
        let soon = due.0 - ctx.now().0 < 2 * 86_400_000;
        Row {
            href: page.href(&desk::path(Id::from_uuid(row.id))),
            code: super::ask::shown_code(&row.code),
            kind: Kind::parse(&row.kind).unwrap_or(Kind::Question).key(),
            site: family.by_id(Id::from_uuid(row.site_id)).map_or("", |s| s.name_in(page.lang)).to_owned(),
            received: (Timestamp(row.received_at).local_date().vn(), Timestamp(row.received_at).rfc3339()),
            due: due.local().vn(),
            urgency: match (late, status.is_open(), soon) {
                (true, ..) => "late",
                (_, true, true) => "soon",
                (_, true, false) => "ok",
                _ => "paused",
            },
            late,
            status,
            title: row.title,
        }
    });
    let rows = rows.collect();
    let register =
        Pager::new(1, 1, 0, &page.href("/quan-tri/hoi-dap/so-theo-doi.csv"), &asked.pairs(code)).href;
    let filtered = asked.pairs(code).iter().any(|(_, value)| !value.is_empty());
    let form = asked.pairs(code).iter().fold(FormState::default(), |form, (n, v)| form.with(n, v));
    let shown = IndexPage {
        register: register.trim_end_matches(['&', '?']).to_owned(),
        kinds: Kind::ALL.iter().map(|kind| Choice::new(kind.code(), page.t(kind.key()))).collect(),
        sites,
        path,
        tabs,
        form,
        rows,
        pager,
        filtered,
        page,
    };
    ctx.html(&shown)
}

/// The sites whose questions this officer handles.
fn own_sites(ctx: &Ctx) -> Result<Vec<Arc<Site>>> {
    let (family, tree) = (site::sites(ctx.app())?, svc_org::tree(ctx.app())?);
    let mine = |site: &&Arc<Site>| ctx.may(QUESTION_HANDLE, Some(&site::path(&tree, site)));
    Ok(family.living(ctx.today()).filter(mine).cloned().collect())
}

async fn load(ctx: &Ctx, id: Id<Question>) -> Result<Question> {
    store::find(ctx.read(), ctx.actor(), id).await?.ok_or(Error::NotFound)
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Question>>) -> Result<Response> {
    let question = load(&ctx, id).await?;
    desk::show(&ctx, StatusCode::OK, &question, form::filled(&question)).await
}

/// The screen once more, with what was typed and what is wrong.
async fn again(ctx: &Ctx, id: Id<Question>, form: FormState) -> Result<Response> {
    let question = load(ctx, id).await?;
    desk::show(ctx, StatusCode::UNPROCESSABLE_ENTITY, &question, form).await
}

/// What was done; or, where somebody else was first, the screen as it is now with what was typed.
async fn done(
    ctx: &Ctx,
    id: Id<Question>,
    form: FormState,
    outcome: Result<Question>,
    said: &'static str,
) -> Result<Response> {
    match outcome {
        Ok(_) => Ok(ctx.redirect_saying(&desk::path(id), said)),
        Err(error) if error.is_stale() => {
            let question = load(ctx, id).await?;
            let form = form.beside(&form::filled(&question), question.version);
            desk::show(ctx, StatusCode::CONFLICT, &question, form).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn create_classification(
    ctx: Ctx,
    Path(id): Path<Id<Question>>,
    Form(mut form): Form,
) -> Result<Response> {
    let Some(class) = Class::parse(form.value("class")) else {
        form.reject("class", "portal.question.wrong.class");
        return again(&ctx, id, form).await;
    };
    let joint = form.value("joint") == "1";
    let outcome = super::classify(&ctx, id, form.version(), class, joint).await;
    done(&ctx, id, form, outcome, "portal.question.said.classified").await
}

pub(super) async fn create_transfer(
    ctx: Ctx,
    Path(id): Path<Id<Question>>,
    Form(mut form): Form,
) -> Result<Response> {
    let to: Option<Id<Site>> = form.value("to").parse().ok();
    let family = site::sites(ctx.app())?;
    let to = to.filter(|to| family.living(ctx.today()).any(|site| site.id == *to));
    if to.is_none() {
        form.reject("to", "portal.question.wrong.to");
    }
    let reason = form::reason(&mut form, "transfer_reason", "portal.question.wrong.transfer_reason");
    let (Some(to), true) = (to, form.is_ok()) else { return again(&ctx, id, form).await };
    match super::transfer(&ctx, id, form.version(), to, &reason).await {
        // It may be out of sight now.
        Ok(_) => Ok(ctx.redirect_saying(WORK, "portal.question.said.transferred")),
        outcome => done(&ctx, id, form, outcome, "portal.question.said.transferred").await,
    }
}

pub(super) async fn create_extension(
    ctx: Ctx,
    Path(id): Path<Id<Question>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason = form::reason(&mut form, "extend_reason", "portal.question.wrong.extend_reason");
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::extend(&ctx, id, form.version(), &reason).await;
    done(&ctx, id, form, outcome, "portal.question.said.extended").await
}

pub(super) async fn create_answer(ctx: Ctx, path: Path<Id<Question>>, form: Form) -> Result<Response> {
    write(ctx, path, form, false).await
}

pub(super) async fn create_submission(ctx: Ctx, path: Path<Id<Question>>, form: Form) -> Result<Response> {
    write(ctx, path, form, true).await
}

async fn write(
    ctx: Ctx,
    Path(id): Path<Id<Question>>,
    Form(mut form): Form,
    hand_over: bool,
) -> Result<Response> {
    let question = load(&ctx, id).await?;
    let sender = store::sender(ctx.read(), question.id).await?;
    let answer = form::answer(&mut form, &sender, hand_over);
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::answer(&ctx, id, form.version(), answer, hand_over).await;
    let said = if hand_over { "portal.question.said.submitted" } else { "portal.question.said.saved" };
    done(&ctx, id, form, outcome, said).await
}

pub(super) async fn create_refusal(
    ctx: Ctx,
    Path(id): Path<Id<Question>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason = form::reason(&mut form, "refuse_reason", "portal.question.wrong.refuse_reason");
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::refuse(&ctx, id, form.version(), &reason).await;
    done(&ctx, id, form, outcome, "portal.question.said.refused").await
}

pub(super) async fn create_return(
    ctx: Ctx,
    Path(id): Path<Id<Question>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason = form::reason(&mut form, "return_reason", "portal.question.wrong.return_reason");
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::send_back(&ctx, id, form.version(), &reason).await;
    done(&ctx, id, form, outcome, "portal.question.said.returned").await
}

pub(super) async fn create_approval(
    ctx: Ctx,
    Path(id): Path<Id<Question>>,
    Form(form): Form,
) -> Result<Response> {
    let public = form.value("public") == "1";
    let outcome = super::approve(&ctx, id, form.version(), public).await;
    done(&ctx, id, form, outcome, "portal.question.said.approved").await
}

pub(super) async fn create_publication(
    ctx: Ctx,
    Path(id): Path<Id<Question>>,
    Form(form): Form,
) -> Result<Response> {
    let outcome = super::publish(&ctx, id, form.version()).await;
    done(&ctx, id, form, outcome, "portal.question.said.published").await
}

pub(super) async fn create_withdrawal(
    ctx: Ctx,
    Path(id): Path<Id<Question>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason = form::reason(&mut form, "withdraw_reason", "portal.question.wrong.withdraw_reason");
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::withdraw(&ctx, id, form.version(), &reason).await;
    done(&ctx, id, form, outcome, "portal.question.said.withdrawn").await
}

pub(super) async fn create_erasure(
    ctx: Ctx,
    Path(id): Path<Id<Question>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason = form::reason(&mut form, "forget_reason", "portal.question.wrong.forget_reason");
    if !form.is_ok() {
        return again(&ctx, id, form).await;
    }
    let outcome = super::forget(&ctx, id, form.version(), &reason).await;
    done(&ctx, id, form, outcome, "portal.question.said.forgotten").await
}
