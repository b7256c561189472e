//! The newest films, as a row of cards.

use kernel::{Ctx, Task};

use super::{COUNT, Kind, Setting, Stands, cards::cards, everywhere};

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

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(cards(ctx, setting, "video", "portal.kind.video.section"))
}
