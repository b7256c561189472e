//! The former units the agency was made of.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Page;

use super::{Kind, Setting, Stands, member};
use crate::site::Body;

/// The former units the agency was made of.
pub static MADE_OF: Kind = Kind {
    name: "made_of",
    icon: "flag",
    stands: Stands::Beside,
    once: true,
    fits: member,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_made_of.html")]
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
    if body.made_of.is_empty() {
        return Ok(None);
    }
    Ok(Some(Piece { page: setting.page, heading: setting.heading("portal.about.made_of"), body }.render()?))
}
