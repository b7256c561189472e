use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// A week of the leaders' working calendar (Decree 43/2011/NĐ-CP art. 10).
pub static SCHEDULE: Kind = Kind {
    name: "schedule",
    section: "lich-lanh-dao",
    summary: Part::None,
    body: Part::Optional,
    fields: &[
        Field::day("week").required().listed(),
        Field::rows(
            "meetings",
            &[
                Field::moment("begins").required(),
                Field::line("who").required(),
                Field::line("title").required(),
                Field::line("place"),
            ],
        )
        .required(),
    ],
    order: Order::Latest("week"),
    look: Look::Table,
};
