use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// A film with its captions or transcript (WCAG 2.2, 1.2).
pub static VIDEO: Kind = Kind {
    name: "video",
    section: "video",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::link("film").required(),
        Field::link("captions"),
        Field::text("transcript").required(),
        Field::number("minutes").listed(),
        Field::picture("picture").common(),
        Field::line("picture_alt").common(),
    ],
    order: Order::Newest,
    look: Look::News,
};
