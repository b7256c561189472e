//! The screen of one question: what was asked and by whom, what may be done by whoever looks, and what has happened.
//! Opening it is a look at personal data, and noted.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use base::{Id, Phone, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Result, journal::Record};
use sea_orm::prelude::Uuid;
use ui::{Choice, FormState, Page, TimelineEvent};

use super::{
    WORK, form,
    model::{Class, Kind, Question, Rating, Sender, Status},
    store::{
        self,
        work::{self, Reason},
    },
    web_ask::site_choices,
};
use crate::{
    entry::{body, names},
    eyes,
    media::Media,
    policy::{QUESTION_APPROVE, QUESTION_HANDLE},
    site,
    typed::to_html,
};

/// The address of a question's screen.
pub(super) fn path(id: Id<Question>) -> String {
    format!("{WORK}/{id}")
}

/// What whoever looks may do as things stand.
struct May {
    classify: bool,
    transfer: bool,
    refuse: bool,
    extend: bool,
    write: bool,
    decide: bool,
    /// Might decide, had not they, or whom they stand in for, written it.
    own: bool,
    publish: bool,
    withdraw: bool,
    forget: bool,
}

impl May {
    async fn of(ctx: &Ctx, question: &Question) -> Result<Self> {
        let path = question.deciding_path(ctx.today());
        let handles = ctx.may(QUESTION_HANDLE, Some(path));
        let approves = ctx.may(QUESTION_APPROVE, Some(path));
        let waits = question.status == Status::InReview;
        let decides = approves && waits;
        let own = decides && question.is_of_any(&eyes::looking(ctx, QUESTION_APPROVE, path).await?);
        Ok(Self {
            classify: handles && question.is_classifiable(),
            transfer: handles && question.is_movable(),
            refuse: handles && question.is_movable(),
            extend: handles
                && question.kind == Kind::Question
                && question.status.is_open()
                && !question.extended,
            write: handles && question.is_answerable(),
            decide: decides && !own,
            own,
            publish: approves && question.status == Status::Answered,
            withdraw: approves && question.status == Status::Published,
            forget: approves && !question.status.is_open(),
        })
    }
}

#[derive(Template)]
#[template(path = "question/templates/work_show.html")]
struct ShowPage {
    page: Page,
    path: String,
    form: FormState,
    code: String,
    kind: &'static str,
    class: Option<&'static str>,
    status: Status,
    agency: String,
    title: String,
    body: String,
    received: (String, String),
    due: (String, String),
    urgency: &'static str,
    late: bool,
    limit: String,
    pass_by: Option<String>,
    sender: Sender,
    phone: String,
    may: May,
    classes: Vec<Choice>,
    sites: Vec<Choice>,
    names: Vec<Choice>,
    /// What will be or is public, where it is not being written.
    shown: Option<Shown>,
    public: Option<String>,
    reason: Option<String>,
    rating: Option<&'static str>,
    events: Vec<TimelineEvent>,
}

struct Shown {
    title: String,
    body: String,
    name: String,
    answer: String,
}

/// The screen with this form: as typed where it comes back, else as it is.
pub(super) async fn show(
    ctx: &Ctx,
    status: StatusCode,
    question: &Question,
    typed: FormState,
) -> Result<Response> {
    ctx.log_view(question, "portal.question.view.sender").await;
    let mut form = typed;
    for (name, value) in form::filled(question).pairs() {
        // A box that is not ticked sends nothing.
        let untouched = form.values(name).next().is_none() && !matches!(name, "joint" | "public");
        if untouched {
            form = form.with(name, value);
        }
    }
    let page = ctx.page(&question.title);
    let list = page.t("portal.question.work.title").to_owned();
    let page = page.crumb(list, Some(WORK)).crumb(&question.title, None);
    let sender = store::sender(ctx.read(), question.id).await?;
    let history = work::history(ctx.read(), question.id).await?;
    let reasons = work::reasons(ctx.read(), question.id).await?;
    let mut accounts: Vec<Uuid> = history.iter().filter_map(Record::account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let named = names(ctx.read(), &accounts).await?;
    let family = site::sites(ctx.app())?;
    let home = family.by_id(question.site);
    let may = May::of(ctx, question).await?;
    let late = question.is_late(ctx.now());
    let words = |at: Timestamp| (at.local().vn(), at.rfc3339());
    let initials = page.fill("portal.question.work.name_initials", &[("name", &sender.initials())]);
    let returned = question.status == Status::InProgress
        && history
            .iter()
            .find(|r| r.act != "portal.question.written")
            .is_some_and(|r| r.act == "portal.question.returned");
    let explained = returned || matches!(question.status, Status::Refused | Status::Transferred);
    let shown = ShowPage {
        path: page.href(&path(question.id)),
        code: super::ask::shown_code(&question.code),
        kind: question.kind.key(),
        class: question.class.map(Class::key),
        status: question.status,
        agency: home.map_or("", |site| site.name_in(page.lang)).to_owned(),
        title: question.title.clone(),
        body: to_html(&question.body),
        received: words(question.received_at),
        due: words(question.due.at),
        urgency: match (late, question.status.is_open()) {
            (true, _) => "late",
            (false, true) => "ok",
            (false, false) => "paused",
        },
        late,
        limit: page.fill(
            "portal.question.work.limit",
            &[("days", &question.due.days), ("what", &page.t(question.due.limit.key()))],
        ),
        pass_by: may.transfer.then(|| question.pass_by.local().vn()),
        phone: Phone::parse(&sender.phone).map(|phone| phone.national()).unwrap_or_default(),
        classes: Class::ALL.iter().map(|class| Choice::new(class.code(), page.t(class.key()))).collect(),
        sites: if may.transfer { site_choices(ctx, &page)? } else { Vec::new() },
        names: vec![
            Choice::new("hidden", page.t("portal.question.work.name_hidden")),
            Choice::new("initials", initials),
        ],
        shown: (!may.write && !question.answer.text.is_empty()).then(|| Shown {
            title: question.answer.title.clone(),
            body: to_html(&question.answer.body),
            name: question.answer.name.clone(),
            answer: body::to_html(&question.answer.text, &Media::default()),
        }),
        public: home
            .filter(|_| question.status == Status::Published)
            .map(|site| page.href(&format!("/s/{}/hoi-dap/{}", site.slug, question.short))),
        reason: reasons.first().filter(|_| explained).map(|r| r.reason.clone()),
        rating: question.rating.map(Rating::key),
        events: history.iter().map(|record| event(ctx, &page, record, &reasons, &named)).collect(),
        sender,
        may,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// A record of the journal in words.
fn event(
    ctx: &Ctx,
    page: &Page,
    record: &Record,
    reasons: &[Reason],
    names: &HashMap<Uuid, String>,
) -> TimelineEvent {
    let verb = record.act.rsplit('.').next().unwrap_or_default();
    let mut what = page.t(&format!("portal.question.event.{verb}")).to_owned();
    let data = record.event();
    let named = data["reason"].as_str().and_then(|id| id.parse::<Uuid>().ok());
    if let Some(reason) = named.and_then(|id| reasons.iter().find(|r| r.id == id)) {
        what = format!("{what}: {}", reason.reason);
    }
    let who = match record.account() {
        Some(id) if ctx.actor().account_id() == Some(id) => page.t("portal.entry.event.you").to_owned(),
        Some(id) => names.get(&id).cloned().unwrap_or_default(),
        None if record.actor == "anonymous" => page.t("portal.question.event.sender").to_owned(),
        None => page.t("portal.entry.event.system").to_owned(),
    };
    TimelineEvent { when: record.at().local().vn(), datetime: record.at().rfc3339(), what, who }
}
