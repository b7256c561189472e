//! How the agency is reached.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Page;

use super::{Kind, Setting, Stands, everywhere};
use crate::site::{Body, Site};

/// How the agency is reached.
pub static CONTACT: Kind = Kind {
    name: "contact",
    icon: "phone",
    stands: Stands::Beside,
    once: true,
    fits: everywhere,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_contact.html")]
struct Piece<'a> {
    page: &'a Page,
    site: &'a Site,
    body: Body,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    ctx.depends_on(setting.site.key());
    let body = Body::of(ctx, setting.page, setting.family, setting.site).await?;
    Ok(Some(Piece { page: setting.page, site: setting.site, body }.render()?))
}
