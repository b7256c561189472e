use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::StatusCode;
use kernel::{Ctx, Error, Result, Viewed, journal::Record};
use ui::{Choice, FormState, Page};
use uuid::Uuid;

use super::{
    JOURNAL, Journal,
    filter::{Asked, Search},
    known::{Known, kinds, label},
    store, story,
    view::{Line, lines},
    words,
};
use crate::{access, chain, export, newest::Cursor, reach::Reach};

/// Rows on a page of the list.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "record/templates/index.html")]
pub(crate) struct IndexPage {
    page: Page,
    form: FormState,
    kinds: Vec<Choice>,
    events: Vec<Choice>,
    /// The agency taken for what was typed, in a sentence.
    agency: String,
    /// Only records of agencies are shown.
    narrow: bool,
    rows: Vec<Line>,
    older: Option<String>,
    newest: Option<String>,
    export: String,
    filters: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "record/templates/show.html")]
struct ShowPage {
    page: Page,
    line: Line,
    event: String,
    data: String,
    actor: String,
    /// The thing's work screen, if the reader may open it.
    open: Option<String>,
    id: String,
    subject: String,
    touched: String,
    hash: String,
    previous: String,
    proof: String,
    views: Vec<access::Line>,
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let mut form = asked.form();
    let search = asked.read(&ctx, &mut form).await?;
    ctx.log_view(&Journal, "audit.view.search").await;
    let status = if form.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    show_list(&ctx, status, &asked, form, &search).await
}

/// The list with its form; without rows where something typed is not understood.
pub(crate) async fn show_list(
    ctx: &Ctx,
    status: StatusCode,
    asked: &Asked,
    form: FormState,
    search: &Search,
) -> Result<Response> {
    let below = Cursor::parse(&asked.truoc);
    let mut records = Vec::new();
    if form.is_ok() {
        records = store::page(ctx, search, below, PER_PAGE as u64 + 1).await?;
    }
    let next = story::next(&mut records, PER_PAGE);
    let mut page = ctx.page(ui::t(ctx.lang(), "audit.journal.title"));
    page.noindex = true;
    let here = page.href(JOURNAL);
    let shown = IndexPage {
        kinds: kind_choices(ctx).await?,
        events: event_choices(ctx).await?,
        agency: search
            .agency
            .as_ref()
            .map(|a| page.fill("audit.journal.below", &[("agency", &a.full_name)]))
            .unwrap_or_default(),
        narrow: !search.reach.is_whole(),
        rows: lines(ctx, &page, &records).await?,
        older: next.map(|cursor| asked.href(&here, Some(&cursor.text()))),
        newest: below.map(|_| asked.href(&here, None)),
        export: page.href(export::PATH),
        filters: asked.pairs().map(|(name, value)| (name, value.to_owned())).into(),
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

async fn kind_choices(ctx: &Ctx) -> Result<Vec<Choice>> {
    let known = kinds(ctx);
    let found = store::kinds(ctx).await?;
    Ok(found.into_iter().map(|kind| Choice::new(kind.clone(), label(&known, ctx.lang(), &kind))).collect())
}

async fn event_choices(ctx: &Ctx) -> Result<Vec<Choice>> {
    let found = store::events(ctx).await?;
    let mut choices: Vec<Choice> = found
        .into_iter()
        .map(|event| Choice::new(event.clone(), words::general(ctx.lang(), &event)))
        .collect();
    choices.sort_by_cached_key(|choice| base::text::sort_key(&choice.label));
    Ok(choices)
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    let reach = Reach::of(&ctx)?;
    let record = store::find(&ctx, &reach, id).await?.ok_or(Error::NotFound)?;
    ctx.log_view(viewed(&record), "audit.view.record").await;
    let proof = kernel::journal::proof(ctx.app().db(), id).await?.ok_or(Error::NotFound)?;
    let frame = ctx.page("");
    let known = Known::of(&ctx, std::slice::from_ref(&record)).await?;
    let line = Line::new(&frame, &record, &known);
    let journal = frame.t("audit.journal.title").to_owned();
    let mut page = frame.crumb(journal, Some(JOURNAL)).crumb(line.what.clone(), None);
    page.title = line.what.clone();
    page.noindex = true;
    let views = access::of_thing(&ctx, &reach, &record.subject_kind, record.subject_id).await?;
    let shown = ShowPage {
        event: record.act.clone(),
        data: record.data.clone(),
        actor: record.actor.clone(),
        open: known
            .thing(&record.subject_kind, record.subject_id)
            .and_then(|thing| thing.href.as_ref())
            .map(|href| page.href(href)),
        id: record.id.to_string(),
        subject: format!("{}:{}", record.subject_kind, record.subject_id),
        touched: record.touched().join(", "),
        hash: record.hash.as_deref().map(hex::encode).unwrap_or_default(),
        previous: proof.previous.as_deref().map(hex::encode).unwrap_or_default(),
        proof: page.href(&chain::proof_path(id)),
        views: access::lines(&ctx, &page, &views).await?,
        line,
        page,
    };
    ctx.html(&shown)
}

/// Who reads a record reads about the thing it was done to.
pub(crate) fn viewed(record: &Record) -> Viewed<'_> {
    Viewed { kind: &record.subject_kind, id: record.subject_id, agency: record.agency_id }
}
