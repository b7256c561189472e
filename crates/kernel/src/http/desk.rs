use askama::Template;
use axum::response::Response;
use ui::Page;

use crate::{Ctx, Result, Waiting};

#[derive(Template)]
#[template(path = "http/templates/desk.html")]
struct DeskPage {
    page: Page,
    waiting: Vec<Waiting>,
}

/// The first screen after signing in: what waits for this person, and where they can go.
pub(super) async fn show(ctx: Ctx) -> Result<Response> {
    let mut waiting = Vec::new();
    for module in ctx.app().modules().iter().filter_map(|m| m.waiting) {
        waiting.extend(module(ctx.clone()).await?);
    }
    let mut page = ctx.page(ui::t(ctx.lang(), "kernel.desk.title"));
    page.noindex = true;
    ctx.html(&DeskPage { page, waiting })
}
