use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// A leader or competent officer: name, post, unit, telephone, mail, tasks (Decree 43/2011/NĐ-CP art. 10).
pub static LEADER: Kind = Kind {
    name: "leader",
    section: "lanh-dao",
    summary: Part::None,
    body: Part::Optional,
    fields: &[
        Field::number("rank").required(),
        Field::line("post").required().listed(),
        Field::line("unit").listed(),
        Field::line("phone").required().listed(),
        Field::line("email").required().listed(),
        Field::text("tasks").required(),
        Field::picture("picture").common(),
        Field::line("picture_alt").common(),
    ],
    order: Order::Rank("rank"),
    look: Look::Table,
};
