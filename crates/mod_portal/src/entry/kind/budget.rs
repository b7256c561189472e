use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// Disclosure of the budget by period: estimate, execution, settlement.
pub static BUDGET: Kind = Kind {
    name: "budget",
    section: "ngan-sach",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::choice("stage", &["du-toan", "thuc-hien", "quyet-toan"]).required().facet().listed(),
        Field::year("year").required().listed(),
        Field::choice("period", &["quy-1", "6-thang", "9-thang", "ca-nam"]).required().facet().listed(),
        Field::line("number"),
        Field::day("disclosed").required().listed(),
        Field::rows(
            "lines",
            &[
                Field::line("title").required(),
                Field::money("estimate"),
                Field::money("actual"),
                Field::line("share"),
            ],
        ),
        Field::ATTACHED,
    ],
    order: Order::Latest("disclosed"),
    look: Look::Table,
};
