//! Two people wrote at once: what the later one typed beside what the earlier one saved, and the choice between them.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use kernel::{Ctx, Result};
use ui::{FormState, Page, TimelineEvent};

use super::{WORK, desk, model::Article, store::work, view::ArticleView, web_work::Choices};

#[derive(Template)]
#[template(path = "article/templates/work_conflict.html")]
struct ConflictPage {
    page: Page,
    /// The address of the article's screen.
    path: String,
    /// Whether the article may not be edited as it stands now.
    locked: bool,
    /// The version that is shown beside, which may be written over.
    version: i64,
    form: FormState,
    choices: Choices,
    view: ArticleView,
    /// Who changed it last, and when.
    last: Vec<TimelineEvent>,
}

/// The page with what was typed, under the version it was typed over, so that only the explicit choice writes.
pub(super) async fn show(ctx: &Ctx, article: &Article, form: FormState) -> Result<Response> {
    let mut page = ctx.page(&article.content.title);
    let list = page.t("portal.article.work.title").to_owned();
    page = page.crumb(list, Some(WORK)).crumb(&article.content.title, None);
    let mut history = work::history(ctx.read(), article.id).await?;
    history.truncate(1);
    let reasons = work::reasons(ctx.read(), article.id).await?;
    let names = work::names(ctx.read(), &desk::accounts(&history)).await?;
    let shown = ConflictPage {
        path: page.href(&desk::path(article.id)),
        locked: !article.is_editable(),
        version: article.version,
        form,
        choices: Choices::new(&page),
        view: ArticleView::new(page.lang, &article.content)
            .dated(article.published_at, article.revised_at)
            .inside(),
        last: history.iter().map(|record| desk::event(ctx, &page, record, &reasons, &names)).collect(),
        page,
    };
    ctx.html_with(StatusCode::CONFLICT, &shown)
}
