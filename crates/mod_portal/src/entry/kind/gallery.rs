use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// Pictures that belong together, each with its caption.
pub static GALLERY: Kind = Kind {
    name: "gallery",
    section: "thu-vien-anh",
    summary: Part::Required,
    body: Part::None,
    fields: &[
        Field::rows(
            "pictures",
            &[
                Field::picture("picture").required(),
                Field::line("picture_alt").required(),
                Field::line("title"),
                Field::line("credit"),
            ],
        )
        .required(),
        Field::picture("picture").common(),
        Field::line("picture_alt").common(),
    ],
    order: Order::Newest,
    look: Look::News,
};
