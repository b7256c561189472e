use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// A site elsewhere that readers are sent to.
pub static LINK: Kind = Kind {
    name: "link",
    section: "lien-ket",
    summary: Part::Optional,
    body: Part::None,
    fields: &[
        Field::link("link").required(),
        Field::choice("group", &["trung-uong", "tinh", "dich-vu", "khac"]).required().facet().listed(),
        Field::number("rank"),
    ],
    order: Order::Rank("rank"),
    look: Look::Table,
};
