use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// What must be public and what is given on request: where, in which form, when, for how long (Law on Access to
/// Information 104/2016/QH13 art. 17).
pub static DISCLOSURE: Kind = Kind {
    name: "disclosure",
    section: "cong-khai",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::choice("way", &["cong-khai", "theo-yeu-cau"]).required().facet().listed(),
        Field::line("form").required().listed(),
        Field::line("place").required().listed(),
        Field::line("when").required().listed(),
        Field::line("duration"),
        Field::line("contact").required(),
        Field::ATTACHED,
    ],
    order: Order::Newest,
    look: Look::Table,
};
