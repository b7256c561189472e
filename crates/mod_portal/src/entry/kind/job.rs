use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// Recruitment (Law on Access to Information 104/2016/QH13 art. 17).
pub static JOB: Kind = Kind {
    name: "job",
    section: "tuyen-dung",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::line("position").required().listed(),
        Field::number("openings").required().listed(),
        Field::line("place").required(),
        Field::day("deadline").required().listed(),
        Field::text("requirements").required(),
        Field::text("papers").required(),
        Field::line("contact").required(),
        Field::ATTACHED,
    ],
    order: Order::Latest("deadline"),
    look: Look::Table,
};
