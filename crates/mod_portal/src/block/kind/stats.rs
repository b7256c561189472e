//! What the program itself can count; each number leads to what it counted.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Stat;

use super::{Kind, Setting, Stands, province};
use crate::site::stats;

/// What the program itself can count; each number leads to what it counted.
pub static STATS: Kind = Kind {
    name: "stats",
    icon: "flag",
    stands: Stands::Tinted,
    once: true,
    fits: province,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_stats.html")]
struct Piece {
    stats: Vec<Stat>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let stats = stats(ctx, setting.page, setting.family).await?;
    Ok(Some(Piece { stats }.render()?))
}
