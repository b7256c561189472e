//! The screen of one entry: what it says, what may be done with it by whoever looks, and what has happened to it.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use base::{Id, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Result, journal::Record};
use sea_orm::prelude::Uuid;
use ui::{FormState, Page, TimelineEvent};

use super::{
    WORK, form,
    kind::Kind,
    library::Library,
    model::{Entry, Status},
    relation,
    store::work::{self, Reason},
    translation, unsaved,
    view::EntryView,
    web_work::Choices,
};
use crate::{
    eyes,
    policy::{ENTRY_PUBLISH, ENTRY_WRITE},
    site,
};

/// The address of an entry's screen.
pub(super) fn path(id: Id<Entry>) -> String {
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
    /// Might decide, had not they, or whom they stand in for, written it.
    own: bool,
    withdraw: bool,
    /// Let others read it before it is public.
    early: bool,
}

impl May {
    async fn of(ctx: &Ctx, entry: &Entry) -> Result<Self> {
        let path = entry.deciding_path(ctx.today());
        let writer = ctx.may(ENTRY_WRITE, Some(path));
        let publisher = ctx.may(ENTRY_PUBLISH, Some(path));
        let waits = entry.status == Status::InReview;
        let own = entry.is_own(ctx.actor().account_id());
        let decides = publisher && waits;
        let maker = decides && entry.is_of_any(&eyes::looking(ctx, ENTRY_PUBLISH, path).await?);
        Ok(Self {
            write: writer && entry.is_editable(),
            submit: writer && entry.is_submittable(),
            take_back: writer && own && !entry.is_editable(),
            cancel_plan: writer && publisher && !own && entry.status == Status::Scheduled,
            decide: decides && !maker,
            own: maker,
            withdraw: publisher && entry.is_public(),
            early: writer,
        })
    }
}

#[derive(Template)]
#[template(path = "entry/templates/work_show.html")]
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
    /// When it is taken off by itself.
    expires: String,
    reason: Option<String>,
    /// What was typed and not saved: when, and where it is gone on with.
    unsaved: Option<(String, String)>,
    /// The link just made by which others read it early.
    early: Option<String>,
    library: Library,
    may: May,
    writing: bool,
    form: FormState,
    choices: Choices,
    view: EntryView,
    languages: translation::Desk,
    events: Vec<TimelineEvent>,
}

/// The screen with this form: as typed when it comes back, else filled from the entry. `writing` shows the form
/// where it may be used, else the entry as it will look.
pub(super) async fn show(
    ctx: &Ctx,
    status: StatusCode,
    entry: &Entry,
    mut form: FormState,
    writing: bool,
) -> Result<Response> {
    if form.value("version").is_empty() {
        form = form.with("version", entry.version);
    }
    if let Some(original) = entry.original {
        form = form.with("original", original);
    }
    let mut page = ctx.page(&entry.content.title);
    let list = page.t("portal.entry.work.title").to_owned();
    page = page.crumb(list, Some(WORK)).crumb(&entry.content.title, None);
    let history = work::history(ctx.read(), entry.id).await?;
    let reasons = work::reasons(ctx.read(), entry.id).await?;
    let names = work::names(ctx.read(), &accounts(&history)).await?;
    let family = site::sites(ctx.app())?;
    let home = family.by_id(entry.site);
    let may = May::of(ctx, entry).await?;
    let writing = writing && may.write;
    let may_translate = ctx.may(ENTRY_WRITE, Some(entry.deciding_path(ctx.today())));
    let unsaved = unsaved::own(ctx, entry.id).await?.filter(|_| writing && status == StatusCode::OK);
    let unsaved = unsaved.and_then(|mut unsaved| {
        let same = form::content(&mut unsaved.form, entry.content.kind) == entry.content;
        let when = page.fill("portal.entry.unsaved.found", &[("when", &unsaved.typed_at.local().vn())]);
        (!same).then(|| (when, page.href(&format!("{}?dang-viet=1", path(entry.id)))))
    });
    let explained = match entry.status {
        Status::Returned | Status::Withdrawn => true,
        // Whoever decides again sees what was asked for, unless something was decided since.
        Status::InReview => last_decision(&history) == Some("portal.entry.returned"),
        Status::Draft | Status::Scheduled | Status::Published => false,
    };
    let own = home.map(|site| relation::Own::of(site, entry));
    let view = EntryView::load(ctx, &page, own, &entry.content).await?;
    let languages = translation::desk(ctx, &page, entry, may_translate).await?;
    let mut choices = Choices::load(ctx, &page, entry.content.kind, &form).await?;
    choices.langs.retain(|choice| entry.original.is_some() || !languages.taken.contains(&choice.value));
    let shown = ShowPage {
        path: page.href(&path(entry.id)),
        preview: page.href("/quan-tri/noi-dung/xem-truoc"),
        status: entry.status,
        still_public: entry.is_public() && entry.status != Status::Published,
        site: home.map_or("", |s| s.name_in(page.lang)).to_owned(),
        public: home
            .filter(|_| entry.is_public())
            .map(|s| page.href(&format!("/s/{}/{}/{}", s.slug, entry.content.kind.section, entry.short))),
        planned: entry
            .publish_at
            .map(|at| page.fill("portal.entry.work.planned", &[("when", &at.local().vn())]))
            .unwrap_or_default(),
        reason: reasons.first().filter(|_| explained).map(|r| r.reason.clone()),
        expires: entry
            .withdraw_at
            .map(|at| page.fill("portal.entry.work.expires", &[("when", &at.local().vn())]))
            .unwrap_or_default(),
        unsaved: unsaved.filter(|_| form.value("unsaved").is_empty()),
        early: Some(form.value("early").to_owned()).filter(|link| !link.is_empty()),
        library: Library::new(ctx, &page)?,
        writing,
        may,
        choices,
        languages,
        view: view.dated(entry.published_at, entry.revised_at).inside(),
        form,
        events: history
            .iter()
            .map(|record| event(ctx, &page, entry.content.kind, record, &reasons, &names))
            .collect(),
        page,
    };
    ctx.html_with(status, &shown)
}

/// The last of the records by which somebody decided on the entry.
fn last_decision(history: &[Record]) -> Option<&str> {
    const DECISIONS: [&str; 4] = [
        "portal.entry.returned",
        "portal.entry.approved",
        "portal.entry.published",
        "portal.entry.withdrawn",
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
    kind: &'static Kind,
    record: &Record,
    reasons: &[Reason],
    names: &HashMap<Uuid, String>,
) -> TimelineEvent {
    let key = match record.act.as_str() {
        "portal.entry.drafted" => "portal.entry.event.drafted",
        "portal.entry.edited" => "portal.entry.event.edited",
        "portal.entry.submitted" => "portal.entry.event.submitted",
        "portal.entry.taken_back" => "portal.entry.event.taken_back",
        "portal.entry.returned" => "portal.entry.event.returned",
        "portal.entry.approved" => "portal.entry.event.approved",
        "portal.entry.published" => "portal.entry.event.published",
        "portal.entry.withdrawn" => "portal.entry.event.withdrawn",
        "portal.entry.restored" => "portal.entry.event.restored",
        "portal.entry.shown_early" => "portal.entry.event.shown_early",
        "portal.entry.imported" => "portal.entry.event.imported",
        "portal.entry.followed" => "portal.entry.event.followed",
        _ => "portal.entry.event.other",
    };
    let data = record.event();
    let revision = data["revision"].as_i64().unwrap_or_default();
    let from = data["from"].as_i64().unwrap_or_default();
    let when = data["publish_at"]
        .as_i64()
        .or_else(|| data["until"].as_i64())
        .map(|at| Timestamp(at).local().vn())
        .unwrap_or_default();
    let word = relation::word(page.lang, kind, data["word"].as_str());
    let mut what =
        page.fill(key, &[("revision", &revision), ("from", &from), ("when", &when), ("word", &word)]);
    let named = data["reason"].as_str().and_then(|id| id.parse::<Uuid>().ok());
    if let Some(reason) = named.and_then(|id| reasons.iter().find(|r| r.id == id)) {
        what = format!("{what}: {}", reason.reason);
    }
    let who = match record.account() {
        Some(id) if ctx.actor().account_id() == Some(id) => page.t("portal.entry.event.you").to_owned(),
        Some(id) => names.get(&id).cloned().unwrap_or_default(),
        None => page.t("portal.entry.event.system").to_owned(),
    };
    TimelineEvent { when: record.at().local().vn(), datetime: record.at().rfc3339(), what, who }
}
