//! The leaders the site names.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Page;

use super::{Kind, Setting, Stands, everywhere};
use crate::site::Body;

/// The leaders the site names.
pub static LEADERS: Kind = Kind {
    name: "leaders",
    icon: "user",
    stands: Stands::Tinted,
    once: true,
    fits: everywhere,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_leaders.html")]
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
    if body.leaders.is_empty() {
        return Ok(None);
    }
    let heading = setting.heading("portal.member.leaders");
    Ok(Some(Piece { page: setting.page, heading, body }.render()?))
}
