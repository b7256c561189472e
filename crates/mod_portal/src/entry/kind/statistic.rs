use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// Statistics: figures, report, method, analysis, time of the survey (Decree 43/2011/NĐ-CP art. 10).
pub static STATISTIC: Kind = Kind {
    name: "statistic",
    section: "thong-ke",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::line("period").required().listed(),
        Field::line("area").required().listed(),
        Field::day("surveyed").required().listed(),
        Field::text("method").required(),
        Field::rows(
            "figures",
            &[
                Field::line("title").required(),
                Field::line("unit"),
                Field::line("value").required(),
                Field::line("change"),
            ],
        )
        .required(),
        Field::line("source").required().common(),
        Field::ATTACHED,
    ],
    order: Order::Latest("surveyed"),
    look: Look::Table,
};
