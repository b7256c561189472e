use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// An open dataset: format, licence, when it was brought up to date.
pub static DATASET: Kind = Kind {
    name: "dataset",
    section: "du-lieu-mo",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::choice(
            "area",
            &["dan-cu", "kinh-te", "giao-duc", "y-te", "giao-thong", "moi-truong", "hanh-chinh"],
        )
        .required()
        .facet()
        .listed(),
        Field::line("format").required().listed(),
        Field::line("licence").required(),
        Field::day("updated").required().listed(),
        Field::line("rhythm").required(),
        Field::link("link").required(),
        Field::line("owner").required(),
        Field::ATTACHED,
    ],
    order: Order::Latest("updated"),
    look: Look::Table,
};
