//! What people come to the state for, by what happens in their lives.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Page;

use super::{Kind, Setting, Stands, everywhere};
use crate::site::{Life, SiteKind, lives};

/// What people come to the state for, by what happens in their lives.
pub static LIVES: Kind = Kind {
    name: "lives",
    icon: "birth",
    stands: Stands::Across,
    once: true,
    fits: everywhere,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_lives.html")]
struct Piece<'a> {
    page: &'a Page,
    heading: String,
    lives: Vec<Life>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let key = match setting.site.kind {
        SiteKind::Commune => "portal.member.life",
        _ => "portal.home.life.title",
    };
    let _ = ctx;
    let piece = Piece { page: setting.page, heading: setting.heading(key), lives: lives(setting.page) };
    Ok(Some(piece.render()?))
}
