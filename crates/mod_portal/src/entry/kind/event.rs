use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// Something that takes place at a time and in a place.
pub static EVENT: Kind = Kind {
    name: "event",
    section: "su-kien",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::moment("begins").required().listed(),
        Field::moment("ends").not_before("begins"),
        Field::line("place").required().listed(),
        Field::line("organiser"),
        Field::line("contact"),
        Field::ATTACHED,
    ],
    order: Order::Coming("begins"),
    look: Look::Table,
};
