use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Id, text::nfc};
use http::StatusCode;
use kernel::{
    Ctx, Error, Result,
    http::{Form, FormKey},
};
use serde::Deserialize;
use ui::{Choice, FormState, Link, Message, Page};
use uuid::Uuid;

use super::{
    form::{details, filled, number, source},
    model::Entry,
    paste::{Plan, plan},
    store,
};
use crate::{
    calendar::{Holiday, HolidayKind, Status, import::YEARS},
    kept,
    policy::may_edit_calendar,
    year::names::{day_name, kind_class},
};

const LIST: &str = "/quan-tri/lich";

fn frame(ctx: &Ctx, title: &str) -> Page {
    let page = ctx.page(ui::t(ctx.lang(), title));
    let home = ui::t(ctx.lang(), "workflow.holiday.index").to_owned();
    let title = page.title.clone();
    page.crumb(home, Some(LIST)).crumb(title, None)
}

/// Screens that change something are only for those who may; the acts ask again.
fn only_editors(ctx: &Ctx) -> Result<()> {
    if may_edit_calendar(ctx.actor()) { Ok(()) } else { Err(Error::Forbidden) }
}

/// A day as lists show it.
struct Row {
    day: String,
    iso: String,
    href: String,
    class: &'static str,
    kind: &'static str,
    name: String,
    status: &'static str,
    projected: bool,
    source: String,
}

impl Row {
    fn new(page: &Page, holiday: &Holiday) -> Self {
        Self {
            day: day_name(page.lang, holiday.date),
            iso: holiday.date.iso(),
            href: String::new(),
            class: kind_class(holiday.kind),
            kind: holiday.kind.label(),
            name: holiday.name.clone(),
            status: holiday.status.label(),
            projected: holiday.status == Status::Projected,
            source: String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "holiday/templates/index.html")]
struct IndexPage {
    page: Page,
    year: i32,
    years: Vec<(Link, bool)>,
    rows: Vec<Row>,
    may_edit: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    nam: Option<String>,
}

/// The year asked for, or this one.
pub(crate) fn asked_year(ctx: &Ctx, asked: Option<&str>) -> Result<i32> {
    match asked.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(ctx.today().0.year()),
        Some(text) => text.parse().ok().filter(|year| YEARS.contains(year)).ok_or(Error::NotFound),
    }
}

/// The years worth a link: those with entries, this one and the one shown.
pub(crate) fn years(page: &Page, entries: &[Entry], this: i32, shown: i32, path: &str) -> Vec<(Link, bool)> {
    let mut years: Vec<i32> = entries.iter().map(|e| e.holiday.date.0.year()).chain([this, shown]).collect();
    years.sort_unstable();
    years.dedup();
    years
        .into_iter()
        .map(|year| {
            let href = page.href(&format!("{path}?nam={year}"));
            (Link { label: year.to_string(), href }, year == shown)
        })
        .collect()
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let year = asked_year(&ctx, asked.nam.as_deref())?;
    let mut page = ctx.page("");
    page.title = page.fill("workflow.holiday.index_year", &[("year", &year)]);
    let almanac = kept::almanac(ctx.app())?;
    let rows = almanac
        .entries
        .iter()
        .filter(|entry| entry.holiday.date.0.year() == year)
        .map(|entry| Row {
            href: page.href(&format!("{LIST}/{}", entry.id)),
            source: entry.source.clone(),
            ..Row::new(&page, &entry.holiday)
        })
        .collect();
    let years = years(&page, &almanac.entries, ctx.today().0.year(), year, LIST);
    let may_edit = may_edit_calendar(ctx.actor());
    ctx.html(&IndexPage { page, year, years, rows, may_edit })
}

#[derive(Template)]
#[template(path = "holiday/templates/form.html")]
struct FormPage {
    page: Page,
    form: FormState,
    action: String,
    removal: String,
    kinds: Vec<Choice>,
    statuses: Vec<Choice>,
}

impl FormPage {
    fn new(page: Page, form: FormState, id: Option<Id<Entry>>) -> Self {
        let kinds = HolidayKind::ALL
            .iter()
            .map(|kind| {
                let hint = page.t(&format!("workflow.kind_hint.{}", kind.as_str())).to_owned();
                Choice::new(kind.as_str(), page.t(kind.label())).hint(hint)
            })
            .collect();
        let statuses = Status::ALL
            .iter()
            .map(|status| {
                let hint = page.t(&format!("workflow.status_hint.{}", status.as_str())).to_owned();
                Choice::new(status.as_str(), page.t(status.label())).hint(hint)
            })
            .collect();
        let action = page.href(&id.map_or_else(|| LIST.to_owned(), |id| format!("{LIST}/{id}")));
        let removal = id.map(|id| page.href(&format!("{LIST}/{id}/bo"))).unwrap_or_default();
        Self { page, form, action, removal, kinds, statuses }
    }
}

/// What was typed, with what an act found wrong.
fn with_errors(mut form: FormState, refused: &FormState) -> FormState {
    for error in refused.errors() {
        form.reject(&error.field, error.message.clone());
    }
    form
}

pub(super) async fn new(ctx: Ctx) -> Result<Response> {
    only_editors(&ctx)?;
    let form = FormState::default()
        .with(FormKey::FIELD, FormKey::issue(&ctx))
        .with("kind", "off")
        .with("status", "official");
    ctx.html(&FormPage::new(frame(&ctx, "workflow.holiday.new"), form, None))
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    only_editors(&ctx)?;
    let Some(details) = details(&mut form) else { return refuse(&ctx, form, None) };
    match super::add(&ctx, FormKey::read(&ctx, &form), &details).await {
        // The page was gone back to and changed after its first sending.
        Ok(entry) if !details.are_of(&entry) => outdated(&ctx, &entry, form),
        Ok(entry) => {
            let said = Message::new("workflow.holiday.added").with("date", entry.holiday.date.vn());
            Ok(ctx.redirect_saying(&back_to(&entry), said))
        }
        Err(Error::Invalid(refused)) => refuse(&ctx, with_errors(form, &refused), None),
        Err(error) => Err(error),
    }
}

fn back_to(entry: &Entry) -> String {
    format!("{LIST}?nam={}", entry.holiday.date.0.year())
}

fn refuse(ctx: &Ctx, form: FormState, id: Option<Id<Entry>>) -> Result<Response> {
    let title = if id.is_some() { "workflow.holiday.edit" } else { "workflow.holiday.new" };
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &FormPage::new(frame(ctx, title), form, id))
}

/// The form again, beside what is kept of the day.
fn outdated(ctx: &Ctx, entry: &Entry, form: FormState) -> Result<Response> {
    let form = form.beside(&filled(entry), entry.version);
    let page = frame(ctx, "workflow.holiday.edit");
    ctx.html_with(StatusCode::CONFLICT, &FormPage::new(page, form, Some(entry.id)))
}

async fn found(ctx: &Ctx, id: Uuid) -> Result<Entry> {
    only_editors(ctx)?;
    store::find(ctx.read(), Id::from_uuid(id)).await?.ok_or(Error::NotFound)
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    let entry = found(&ctx, id).await?;
    ctx.html(&FormPage::new(frame(&ctx, "workflow.holiday.edit"), filled(&entry), Some(entry.id)))
}

pub(super) async fn update(ctx: Ctx, Path(id): Path<Uuid>, Form(mut form): Form) -> Result<Response> {
    only_editors(&ctx)?;
    let id = Id::from_uuid(id);
    let version = form.version();
    let Some(details) = details(&mut form) else { return refuse(&ctx, form, Some(id)) };
    match super::edit(&ctx, id, version, details).await {
        Ok(entry) => {
            let said = Message::new("workflow.holiday.changed").with("date", entry.holiday.date.vn());
            Ok(ctx.redirect_saying(&back_to(&entry), said))
        }
        Err(Error::Invalid(refused)) => refuse(&ctx, with_errors(form, &refused), Some(id)),
        Err(error) if error.is_stale() => outdated(&ctx, &found(&ctx, id.uuid()).await?, form),
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "holiday/templates/remove.html")]
struct RemovePage {
    page: Page,
    form: FormState,
    action: String,
    cancel: String,
    row: Row,
}

pub(super) async fn ask_removal(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    let entry = found(&ctx, id).await?;
    show_removal(&ctx, StatusCode::OK, &entry, filled(&entry))
}

/// The day as it is kept now, and the question whether to take it out.
fn show_removal(ctx: &Ctx, status: StatusCode, entry: &Entry, form: FormState) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.fill("workflow.holiday.remove_ask", &[("date", &entry.holiday.date.vn())]);
    let action = page.href(&format!("{LIST}/{}/bo", entry.id));
    let cancel = page.href(&back_to(entry));
    let row = Row::new(&page, &entry.holiday);
    ctx.html_with(status, &RemovePage { page, form, action, cancel, row })
}

pub(super) async fn create_removal(ctx: Ctx, Path(id): Path<Uuid>, Form(form): Form) -> Result<Response> {
    only_editors(&ctx)?;
    // A form without its version is none of ours.
    number(&form, "version")?;
    match super::remove(&ctx, Id::from_uuid(id), form.version()).await {
        Ok(entry) => {
            let said = Message::new("workflow.holiday.removed").with("date", entry.holiday.date.vn());
            Ok(ctx.redirect_saying(&back_to(&entry), said))
        }
        Err(error) if error.is_stale() => {
            let entry = found(&ctx, id).await?;
            let form = form.beside(&FormState::default(), entry.version);
            show_removal(&ctx, StatusCode::CONFLICT, &entry, form)
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "holiday/templates/paste.html")]
struct PastePage {
    page: Page,
    form: FormState,
}

pub(super) async fn paste_form(ctx: Ctx) -> Result<Response> {
    only_editors(&ctx)?;
    ctx.html(&PastePage { page: frame(&ctx, "workflow.paste.title"), form: FormState::default() })
}

#[derive(Template)]
#[template(path = "holiday/templates/preview.html")]
struct PreviewPage {
    page: Page,
    form: FormState,
    plan: Plan,
    added: Vec<Row>,
    changed: Vec<(Row, Row)>,
    /// What confirming does, in numbers.
    confirm: String,
    /// The calendar was changed since the table was last shown.
    outdated: bool,
}

pub(super) async fn preview(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    only_editors(&ctx)?;
    let source = source(&mut form);
    if nfc(form.value("csv")).is_empty() {
        form.reject("csv", "workflow.paste.empty");
    }
    let page = frame(&ctx, "workflow.paste.title");
    if !form.is_ok() {
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &PastePage { page, form });
    }
    show_preview(&ctx, form, source, false).await
}

/// What the table would do to the calendar as it is kept now.
async fn show_preview(ctx: &Ctx, mut form: FormState, source: String, outdated: bool) -> Result<Response> {
    // The revision first: a change in between makes the confirmation stale rather than wrong.
    let revision = store::revision(ctx.read()).await?;
    let plan = plan(&store::load(ctx.read()).await?, form.value("csv"), &source);
    let nothing_read = plan.is_empty() && plan.unchanged == 0;
    if nothing_read && let Some(row) = plan.rejected.first().filter(|_| plan.rejected.len() == 1) {
        form.reject("csv", row.reason.clone());
        let page = frame(ctx, "workflow.paste.title");
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &PastePage { page, form });
    }
    let form = form.with("revision", revision);
    let page = frame(ctx, "workflow.paste.preview");
    let added = plan.added.iter().map(|holiday| Row::new(&page, holiday)).collect();
    let changed =
        plan.changed.iter().map(|c| (Row::new(&page, &c.before), Row::new(&page, &c.after))).collect();
    let status = match (outdated, nothing_read) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, false) => StatusCode::OK,
    };
    let key = match plan.rejected.len() {
        0 => "workflow.paste.confirm",
        _ => "workflow.paste.confirm_some",
    };
    let n = plan.added.len() + plan.changed.len();
    let confirm = page.fill(key, &[("n", &n), ("rejected", &plan.rejected.len())]);
    ctx.html_with(status, &PreviewPage { page, form, plan, added, changed, confirm, outdated })
}

pub(super) async fn create_pasted(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    only_editors(&ctx)?;
    let source = source(&mut form);
    if !form.is_ok() {
        return Err(Error::Invalid(Box::new(form)));
    }
    let plan = match super::paste(&ctx, number(&form, "revision")?, form.value("csv"), &source).await {
        // The same table, against the calendar as it is now.
        Err(error) if error.is_stale() => return show_preview(&ctx, form, source, true).await,
        pasted => pasted?,
    };
    let said = Message::new("workflow.paste.done")
        .with("added", plan.added.len())
        .with("changed", plan.changed.len());
    let first = plan.added.iter().chain(plan.changed.iter().map(|c| &c.after)).map(|h| h.date.0.year()).min();
    let year = first.unwrap_or_else(|| ctx.today().0.year());
    Ok(ctx.redirect_saying(&format!("{LIST}?nam={year}"), said))
}
