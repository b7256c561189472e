//! Finding a procedure by its name, and what is asked for most.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Page;

use super::{Kind, Setting, Stands, everywhere};
use crate::site::{Named, chips};

/// Finding a procedure by its name, and what is asked for most.
pub static PROCEDURES: Kind = Kind {
    name: "procedures",
    icon: "document",
    stands: Stands::Across,
    once: true,
    fits: everywhere,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_procedures.html")]
struct Piece<'a> {
    page: &'a Page,
    heading: String,
    chips: Vec<Named>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let _ = ctx;
    let heading = setting.heading("portal.home.procedures");
    let piece = Piece { page: setting.page, heading, chips: chips(setting.page) };
    Ok(Some(piece.render()?))
}
