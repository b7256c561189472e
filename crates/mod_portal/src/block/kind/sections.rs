//! All sections in which the site has published something.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Link;

use super::{Kind, Setting, Stands, everywhere};
use crate::entry;

/// All sections in which the site has published something.
pub static SECTIONS: Kind = Kind {
    name: "sections",
    icon: "filter",
    stands: Stands::Across,
    once: true,
    fits: everywhere,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_sections.html")]
struct Piece {
    heading: String,
    sections: Vec<Link>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let sections = entry::sections(ctx, setting.page, setting.site.id).await?;
    // Questions every site has; they alone are no list.
    if sections.len() < 2 {
        return Ok(None);
    }
    let heading = setting.heading("portal.home.sections");
    Ok(Some(Piece { heading, sections }.render()?))
}
