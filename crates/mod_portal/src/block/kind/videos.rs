//! The newest films, as a row of cards.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Page;

use super::listing::{Choose, entries};
use super::{COUNT, Kind, Setting, Stands, everywhere};
use crate::entry::NewsItem;

/// The newest films, as a row of cards.
pub static VIDEOS: Kind = Kind {
    name: "videos",
    icon: "play",
    stands: Stands::Across,
    once: false,
    fits: everywhere,
    fields: &[COUNT],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_videos.html")]
struct Piece<'a> {
    page: &'a Page,
    heading: String,
    more: String,
    cards: Vec<NewsItem>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let cards = entries(ctx, setting, "video", setting.count(4, 8), Choose::default()).await?;
    if cards.is_empty() {
        return Ok(None);
    }
    let more = setting.section("video");
    let heading = setting.heading("portal.kind.video.section");
    Ok(Some(Piece { page: setting.page, heading, more, cards }.render()?))
}
