//! The introduction of the agency, as its site has it.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Page;

use super::{Kind, Setting, Stands, everywhere};
use crate::site::paragraphs;

/// The introduction of the agency, as its site has it.
pub static INTRO: Kind = Kind {
    name: "intro",
    icon: "home",
    stands: Stands::Across,
    once: true,
    fits: everywhere,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_intro.html")]
struct Piece<'a> {
    page: &'a Page,
    heading: String,
    more: String,
    intro: Vec<String>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    ctx.depends_on(setting.site.key());
    let intro = paragraphs(setting.site.intro_in(setting.page.lang));
    if intro.is_empty() {
        return Ok(None);
    }
    let (heading, more) = (setting.heading("portal.about.title"), setting.page.site("/gioi-thieu"));
    Ok(Some(Piece { page: setting.page, heading, more, intro }.render()?))
}
