use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// A page of its own: history, natural conditions, functions and tasks (Decree 43/2011/NĐ-CP art. 10).
pub static PAGE: Kind = Kind {
    name: "page",
    section: "trang",
    summary: Part::Optional,
    body: Part::Required,
    fields: &[
        Field::choice(
            "about",
            &["lich-su", "dieu-kien-tu-nhien", "co-cau-to-chuc", "chuc-nang", "van-hoa-di-tich", "khac"],
        )
        .required()
        .facet()
        .listed(),
        Field::picture("picture").common(),
        Field::line("picture_alt").common(),
        Field::ATTACHED,
    ],
    order: Order::Newest,
    look: Look::News,
};
