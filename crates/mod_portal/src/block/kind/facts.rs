//! What the data know of the place: since when, area, code, map.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Page;

use super::{Kind, Setting, Stands, member};
use crate::site::Body;

/// What the data know of the place: since when, area, code, map.
pub static FACTS: Kind = Kind {
    name: "facts",
    icon: "map-pin",
    stands: Stands::Beside,
    once: true,
    fits: member,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_facts.html")]
struct Piece<'a> {
    page: &'a Page,
    heading: String,
    body: Body,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let body = Body::of(ctx, setting.page, setting.family, setting.site).await?;
    if [&body.since, &body.area, &body.code, &body.map].iter().all(|said| said.is_empty()) {
        return Ok(None);
    }
    Ok(Some(Piece { page: setting.page, heading: setting.heading("portal.about.facts"), body }.render()?))
}
