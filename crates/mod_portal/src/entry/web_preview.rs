//! What is being written, as it will look.

use askama::Template;
use axum::response::Response;
use kernel::{Ctx, Result, http::Form};
use ui::Page;

use super::{body, form, view::EntryView, web_work::kind};

#[derive(Template)]
#[template(path = "entry/templates/_preview.html")]
struct PreviewFragment {
    page: Page,
    view: EntryView,
    dropped: String,
}

#[derive(Template)]
#[template(path = "entry/templates/preview.html")]
struct PreviewPage {
    page: Page,
    view: EntryView,
    /// What to tell the writer about links that lead nowhere.
    dropped: String,
}

/// The text as typed, as it will look. Keeps nothing.
pub(super) async fn preview(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let kind = kind(&form);
    let content = form::content(&mut form, kind);
    let mut page = ctx.page(&content.title);
    page.noindex = true;
    let view = EntryView::load(&ctx, &page, None, &content).await?;
    let links: Vec<String> =
        body::dropped(&content.body).iter().map(|link| link.chars().take(100).collect()).collect();
    let dropped = match links.as_slice() {
        [] => String::new(),
        _ => page.fill("portal.entry.preview.dropped_text", &[("links", &links.join(", "))]),
    };
    if ctx.origin().fragment {
        return ctx.html(&PreviewFragment { page, view: view.inside(), dropped });
    }
    ctx.html(&PreviewPage { page, view, dropped })
}
