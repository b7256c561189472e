use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// A research topic: code, level, field, institution, time, money, result (Decree 43/2011/NĐ-CP art. 10).
pub static RESEARCH: Kind = Kind {
    name: "research",
    section: "de-tai",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::line("code").required().listed(),
        Field::choice("level", &["quoc-gia", "bo", "tinh", "co-so"]).required().facet().listed(),
        Field::line("area").required(),
        Field::line("owner").required().listed(),
        Field::day("begins").required(),
        Field::day("ends").required().listed().not_before("begins"),
        Field::money("cost").required(),
        Field::text("result"),
        Field::ATTACHED,
    ],
    order: Order::Latest("begins"),
    look: Look::Table,
};
