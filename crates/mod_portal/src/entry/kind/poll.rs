use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// A question to readers with answers to choose from; nobody is asked who they are.
pub static POLL: Kind = Kind {
    name: "poll",
    section: "tham-do",
    summary: Part::Required,
    body: Part::None,
    fields: &[
        Field::day("opens").required(),
        Field::day("closes").required().listed().not_before("opens"),
        Field::rows("answers", &[Field::line("title").required()]).required(),
    ],
    order: Order::Latest("closes"),
    look: Look::Table,
};
