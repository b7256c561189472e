//! Pictures that belong together, as a row of cards.

use kernel::{Ctx, Task};

use super::{COUNT, Kind, Setting, Stands, cards::cards, everywhere};

/// Pictures that belong together, as a row of cards.
pub static GALLERY: Kind = Kind {
    name: "gallery",
    icon: "image",
    stands: Stands::Across,
    once: false,
    fits: everywhere,
    fields: &[COUNT],
    show,
};

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(cards(ctx, setting, "gallery", "portal.kind.gallery.section"))
}
