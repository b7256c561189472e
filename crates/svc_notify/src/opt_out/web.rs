use askama::Template;
use axum::{extract::Path, response::Response};
use kernel::{Ctx, Error, NoticeKind, Result};
use ui::Page;

use super::{PATH, model::Out, stop};

#[derive(Template)]
#[template(path = "opt_out/templates/show.html")]
struct ShowPage {
    page: Page,
    text: String,
    /// Whether letters are sent now.
    wanted: bool,
    stop: String,
    undo: String,
}

/// The letters a token is about. What the law asks for cannot be stopped, whatever an older token said.
fn read(ctx: &Ctx, token: &str) -> Result<(&'static NoticeKind, Out)> {
    let out = Out::parse(ctx.app().secret(), token).ok_or(Error::NotFound)?;
    let kind = ctx.app().notices().find(|kind| kind.name == out.kind && !kind.required);
    Ok((kind.ok_or(Error::NotFound)?, out))
}

async fn render(ctx: &Ctx, token: &str) -> Result<Response> {
    let (kind, out) = read(ctx, token)?;
    let mut page = ctx.page(ui::t(ctx.lang(), "notify.out.title"));
    page.noindex = true;
    let wanted = stop::wanted(ctx, kind, &out).await?;
    let name = page.t(&format!("{}.name", kind.name)).to_owned();
    let text = if wanted { "notify.out.ask" } else { "notify.out.stopped_text" };
    let text = page.fill(text, &[("kind", &name)]);
    let stop = page.href(&format!("{PATH}/{token}"));
    let undo = page.href(&format!("{PATH}/{token}/nhan-lai"));
    ctx.html(&ShowPage { page, text, wanted, stop, undo })
}

/// Opening the link changes nothing: programs that look through mail open links, too.
pub(super) async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    render(&ctx, &token).await
}

/// The button, and the one click of mail programs, which want no redirect.
pub(super) async fn create(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let (kind, out) = read(&ctx, &token)?;
    stop::say(&ctx, kind, &out, false).await?;
    render(&ctx, &token).await
}

pub(super) async fn create_undoing(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let (kind, out) = read(&ctx, &token)?;
    stop::say(&ctx, kind, &out, true).await?;
    render(&ctx, &token).await
}
