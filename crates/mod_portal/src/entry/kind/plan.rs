use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// Strategies, master plans and plans (Decree 43/2011/NĐ-CP art. 10).
pub static PLAN: Kind = Kind {
    name: "plan",
    section: "quy-hoach",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::choice(
            "area",
            &["kinh-te-xa-hoi", "xay-dung", "su-dung-dat", "khoang-san", "moi-truong", "uu-dai-dau-tu"],
        )
        .required()
        .facet()
        .listed(),
        Field::line("number"),
        Field::line("issuer").required(),
        Field::day("approved").required().listed(),
        Field::line("period").required().listed(),
        Field::ATTACHED,
    ],
    order: Order::Latest("approved"),
    look: Look::Table,
};
