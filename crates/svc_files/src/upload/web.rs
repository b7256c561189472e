//! Sending files by a plain form, without scripts: what arrived is said on a page.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use kernel::{Ctx, Result, http::Sent};
use ui::Page;

use super::form::read_form;
use crate::said;

#[derive(Template)]
#[template(path = "upload/templates/received.html")]
struct ReceivedPage {
    page: Page,
    received: Vec<Row>,
    refused: Vec<String>,
    waits: bool,
}

struct Row {
    name: String,
    kind: &'static str,
    size: String,
}

/// Takes files in fields of any name; the field `purpose` before them says what for.
pub(super) async fn send(ctx: Ctx, sent: Sent) -> Result<Response> {
    let purpose = |_: &str, before: &[(String, String)]| {
        let named = before.iter().find(|(name, _)| name == "purpose").map(|(_, value)| value.clone());
        Some(named.unwrap_or_else(|| crate::ATTACHMENT.name.to_owned()))
    };
    let intake = read_form(&ctx, sent, purpose).await?;
    let mut page = ctx.page(ui::t(ctx.lang(), "files.received.title"));
    page.noindex = true;
    let mut refused: Vec<String> = intake.form.errors().iter().map(|e| e.message.text(ctx.lang())).collect();
    if intake.files.is_empty() && refused.is_empty() {
        refused.push(page.t("files.refuse.none").to_owned());
    }
    let waits = intake.files.iter().any(|(_, file)| file.waits);
    let row = |(_, file): (String, super::Received)| Row {
        name: file.name,
        kind: file.kind.label(),
        size: said::size(file.size),
    };
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let received = intake.files.into_iter().map(row).collect();
    ctx.html_with(status, &ReceivedPage { page, received, refused, waits })
}
