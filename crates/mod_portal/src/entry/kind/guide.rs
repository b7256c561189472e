use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// How to do something, step by step: guidance on law, regimes and policies (Decree 43/2011/NĐ-CP art. 10).
pub static GUIDE: Kind = Kind {
    name: "guide",
    section: "huong-dan",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::choice("audience", &["nguoi-dan", "doanh-nghiep", "ho-kinh-doanh"])
            .required()
            .facet()
            .listed(),
        Field::rows(
            "steps",
            &[Field::line("title").required(), Field::text("text").required(), Field::link("link")],
        )
        .required(),
        Field::line("source").required().common(),
        Field::ATTACHED,
    ],
    order: Order::Newest,
    look: Look::News,
};
