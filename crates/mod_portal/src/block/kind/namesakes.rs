//! Agencies with the same name, for readers who mean another one.

use askama::Template;
use kernel::{Ctx, Result, Task};

use super::{Kind, Setting, Stands, member};
use crate::site::{ALL, Body};

/// Agencies with the same name, for readers who mean another one.
pub static NAMESAKES: Kind = Kind {
    name: "namesakes",
    icon: "alert",
    stands: Stands::Beside,
    once: true,
    fits: member,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_namesakes.html")]
struct Piece {
    heading: String,
    body: Body,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    ctx.depends_on(ALL);
    let body = Body::of(ctx, setting.page, setting.family, setting.site).await?;
    if body.namesakes.is_empty() {
        return Ok(None);
    }
    Ok(Some(Piece { heading: setting.heading("portal.site.namesake.title"), body }.render()?))
}
