//! Two people wrote at once: what the later one typed beside what the earlier one saved, and the choice between them.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use kernel::{Ctx, Result};
use ui::{FormState, Page, TimelineEvent};

use super::{
    WORK, desk, library::Library, model::Entry, relation, store::work, view::EntryView, web_work::Choices,
};
use crate::site;

#[derive(Template)]
#[template(path = "entry/templates/work_conflict.html")]
struct ConflictPage {
    page: Page,
    /// The address of the entry's screen.
    path: String,
    /// Whether the entry may not be edited as it stands now.
    locked: bool,
    /// The version that is shown beside, which may be written over.
    version: i64,
    form: FormState,
    choices: Choices,
    view: EntryView,
    library: Library,
    /// Who changed it last, and when.
    last: Vec<TimelineEvent>,
}

/// The page with what was typed, under the version it was typed over, so that only the explicit choice writes.
pub(super) async fn show(ctx: &Ctx, entry: &Entry, form: FormState) -> Result<Response> {
    let mut page = ctx.page(&entry.content.title);
    let list = page.t("portal.entry.work.title").to_owned();
    page = page.crumb(list, Some(WORK)).crumb(&entry.content.title, None);
    let mut history = work::history(ctx.read(), entry.id).await?;
    history.truncate(1);
    let reasons = work::reasons(ctx.read(), entry.id).await?;
    let names = work::names(ctx.read(), &desk::accounts(&history)).await?;
    let family = site::sites(ctx.app())?;
    let own = family.by_id(entry.site).map(|site| relation::Own::of(site, entry));
    let shown = ConflictPage {
        path: page.href(&desk::path(entry.id)),
        locked: !entry.is_editable(),
        version: entry.version,
        choices: Choices::load(ctx, &page, entry.content.kind, &form).await?,
        form,
        view: EntryView::load(ctx, &page, own, &entry.content)
            .await?
            .dated(entry.published_at, entry.revised_at)
            .inside(),
        library: Library::new(ctx, &page)?,
        last: history
            .iter()
            .map(|record| desk::event(ctx, &page, entry.content.kind, record, &reasons, &names))
            .collect(),
        page,
    };
    ctx.html_with(StatusCode::CONFLICT, &shown)
}
