//! The screen of one article: what it says, what may be done with it by whoever looks, and what has happened to it.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use base::{Id, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Result, journal::Record};
use sea_orm::prelude::Uuid;
use ui::{FormState, Page, TimelineEvent};

use super::{
    WORK,
    model::{Article, Status},
    store::work::{self, Reason},
    view::ArticleView,
    web_work::Choices,
};
use crate::{
    policy::{ARTICLE_PUBLISH, ARTICLE_WRITE},
    site,
};

/// The address of an article's screen.
pub(super) fn path(id: Id<Article>) -> String {
    format!("{WORK}/{id}")
}

/// What whoever looks may do as things stand.
struct May {
    write: bool,
    submit: bool,
    /// Only for those whose text it is.
    take_back: bool,
    /// For those who could have planned it.
    cancel_plan: bool,
    decide: bool,
    /// Might decide, had they not written it.
    own: bool,
    withdraw: bool,
}

impl May {
    fn of(ctx: &Ctx, article: &Article) -> Self {
        let writer = ctx.may(ARTICLE_WRITE, Some(article.deciding_path(ctx.today())));
        let publisher = ctx.may(ARTICLE_PUBLISH, Some(article.deciding_path(ctx.today())));
        let waits = article.status == Status::InReview;
        let own = article.is_own(ctx.actor().account_id());
        Self {
            write: writer && article.is_editable(),
            submit: writer && article.is_submittable(),
            take_back: writer && own && !article.is_editable(),
            cancel_plan: writer && publisher && !own && article.status == Status::Scheduled,
            decide: publisher && waits && !own,
            own: publisher && waits && own,
            withdraw: publisher && article.is_public(),
        }
    }
}

#[derive(Template)]
#[template(path = "article/templates/work_show.html")]
struct ShowPage {
    page: Page,
    /// The address the acts begin with.
    path: String,
    preview: String,
    status: Status,
    still_public: bool,
    site: String,
    public: Option<String>,
    planned: String,
    reason: Option<String>,
    may: May,
    writing: bool,
    form: FormState,
    choices: Choices,
    view: ArticleView,
    events: Vec<TimelineEvent>,
}

/// The screen with this form: as typed when it comes back, else filled from the article. `writing` shows the form
/// where it may be used, else the article as it will look.
pub(super) async fn show(
    ctx: &Ctx,
    status: StatusCode,
    article: &Article,
    mut form: FormState,
    writing: bool,
) -> Result<Response> {
    if form.value("version").is_empty() {
        form = form.with("version", article.version);
    }
    let mut page = ctx.page(&article.content.title);
    let list = page.t("portal.article.work.title").to_owned();
    page = page.crumb(list, Some(WORK)).crumb(&article.content.title, None);
    let history = work::history(ctx.read(), article.id).await?;
    let reasons = work::reasons(ctx.read(), article.id).await?;
    let names = work::names(ctx.read(), &accounts(&history)).await?;
    let family = site::sites(ctx.app())?;
    let home = family.by_id(article.site);
    let may = May::of(ctx, article);
    let explained = match article.status {
        Status::Returned | Status::Withdrawn => true,
        // Whoever decides again sees what was asked for, unless something was decided since.
        Status::InReview => last_decision(&history) == Some("portal.article.returned"),
        Status::Draft | Status::Scheduled | Status::Published => false,
    };
    let shown = ShowPage {
        path: page.href(&path(article.id)),
        preview: page.href("/quan-tri/bai-viet/xem-truoc"),
        status: article.status,
        still_public: article.is_public() && article.status != Status::Published,
        site: home.map_or("", |s| s.name_in(page.lang)).to_owned(),
        public: home
            .filter(|_| article.is_public())
            .map(|s| page.href(&format!("/s/{}/tin-tuc/{}", s.slug, article.short))),
        planned: article
            .publish_at
            .map(|at| page.fill("portal.article.work.planned", &[("when", &at.local().vn())]))
            .unwrap_or_default(),
        reason: reasons.first().filter(|_| explained).map(|r| r.reason.clone()),
        writing: writing && may.write,
        may,
        form,
        choices: Choices::new(&page),
        view: ArticleView::new(page.lang, &article.content)
            .dated(article.published_at, article.revised_at)
            .inside(),
        events: history.iter().map(|record| event(ctx, &page, record, &reasons, &names)).collect(),
        page,
    };
    ctx.html_with(status, &shown)
}

/// The last of the records by which somebody decided on the article.
fn last_decision(history: &[Record]) -> Option<&str> {
    const DECISIONS: [&str; 4] = [
        "portal.article.returned",
        "portal.article.approved",
        "portal.article.published",
        "portal.article.withdrawn",
    ];
    history.iter().map(|record| record.act.as_str()).find(|act| DECISIONS.contains(act))
}

pub(super) fn accounts(history: &[Record]) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = history.iter().filter_map(Record::account).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A record of the journal in words.
pub(super) fn event(
    ctx: &Ctx,
    page: &Page,
    record: &Record,
    reasons: &[Reason],
    names: &HashMap<Uuid, String>,
) -> TimelineEvent {
    let key = match record.act.as_str() {
        "portal.article.drafted" => "portal.article.event.drafted",
        "portal.article.edited" => "portal.article.event.edited",
        "portal.article.submitted" => "portal.article.event.submitted",
        "portal.article.taken_back" => "portal.article.event.taken_back",
        "portal.article.returned" => "portal.article.event.returned",
        "portal.article.approved" => "portal.article.event.approved",
        "portal.article.published" => "portal.article.event.published",
        "portal.article.withdrawn" => "portal.article.event.withdrawn",
        "portal.article.imported" => "portal.article.event.imported",
        _ => "portal.article.event.other",
    };
    let data = record.event();
    let revision = data["revision"].as_i64().unwrap_or_default();
    let when = data["publish_at"].as_i64().map(|at| Timestamp(at).local().vn()).unwrap_or_default();
    let mut what = page.fill(key, &[("revision", &revision), ("when", &when)]);
    let named = data["reason"].as_str().and_then(|id| id.parse::<Uuid>().ok());
    if let Some(reason) = named.and_then(|id| reasons.iter().find(|r| r.id == id)) {
        what = format!("{what}: {}", reason.reason);
    }
    let who = match record.account() {
        Some(id) if ctx.actor().account_id() == Some(id) => page.t("portal.article.event.you").to_owned(),
        Some(id) => names.get(&id).cloned().unwrap_or_default(),
        None => page.t("portal.article.event.system").to_owned(),
    };
    TimelineEvent { when: record.at().local().vn(), datetime: record.at().rfc3339(), what, who }
}
