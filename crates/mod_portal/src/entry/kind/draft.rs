use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// A draft on which opinions are asked: full text, closing day, where to answer, and afterwards what became of them
/// (Decree 43/2011/NĐ-CP art. 10).
pub static DRAFT: Kind = Kind {
    name: "draft",
    section: "du-thao",
    summary: Part::Required,
    body: Part::Required,
    fields: &[
        Field::choice("stage", &["dang-lay-y-kien", "da-het-han", "da-tong-hop"]).required().facet().listed(),
        Field::line("drafter").required().listed(),
        Field::day("opens").required(),
        Field::day("closes").required().listed(),
        Field::text("reply_to").required(),
        Field::text("outcome"),
        Field::ATTACHED,
    ],
    order: Order::Latest("closes"),
    look: Look::Table,
};
