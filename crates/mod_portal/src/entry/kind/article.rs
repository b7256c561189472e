use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// News and announcements: title, lead, text, author, source, time (Decree 43/2011/NĐ-CP art. 10).
pub static ARTICLE: Kind = Kind {
    name: "article",
    section: "tin-tuc",
    summary: Part::Required,
    body: Part::Required,
    fields: &[
        Field::choice("category", &["tin-tuc", "chi-dao", "thong-bao"]).required().facet().listed(),
        Field::line("author").required().common(),
        Field::line("source").required().common(),
        Field::picture("picture").common(),
        Field::line("picture_alt").common(),
        Field::ATTACHED,
    ],
    order: Order::Newest,
    look: Look::News,
};
