use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// An issue of the official gazette: its number, its day, the documents in it (Decree 43/2011/NĐ-CP art. 10).
pub static GAZETTE: Kind = Kind {
    name: "gazette",
    section: "cong-bao",
    summary: Part::Optional,
    body: Part::Optional,
    fields: &[
        Field::line("issue").required().listed(),
        Field::day("issued").required().listed(),
        Field::rows(
            "documents",
            &[
                Field::line("number").required(),
                Field::line("title").required(),
                Field::day("issued"),
                Field::link("link"),
            ],
        )
        .required(),
        Field::ATTACHED,
    ],
    order: Order::Latest("issued"),
    look: Look::Table,
};
