//! What two kinds of blocks show the same way: a heading, and a row of cards with pictures.

use askama::Template;
use kernel::{Ctx, Result};
use ui::Page;

use super::{
    Setting,
    listing::{Choose, entries},
};
use crate::entry::NewsItem;

#[derive(Template)]
#[template(path = "block/templates/_cards.html")]
struct Cards<'a> {
    page: &'a Page,
    heading: String,
    more: String,
    cards: Vec<NewsItem>,
}

/// The newest entries of a kind as cards; nothing without any.
pub(super) async fn cards(
    ctx: &Ctx,
    setting: &Setting<'_>,
    kind: &str,
    heading: &'static str,
) -> Result<Option<String>> {
    let cards = entries(ctx, setting, kind, setting.count(4, 8), Choose::default()).await?;
    if cards.is_empty() {
        return Ok(None);
    }
    let (heading, more) = (setting.heading(heading), setting.section(kind));
    Ok(Some(Cards { page: setting.page, heading, more, cards }.render()?))
}
