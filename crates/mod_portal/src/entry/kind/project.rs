use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// Investment projects, bids and public purchases: name, aim, field, kind, time, money, sponsor, state (Decree
/// 43/2011/NĐ-CP art. 10).
pub static PROJECT: Kind = Kind {
    name: "project",
    section: "du-an",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::choice("stage", &["chuan-bi", "dang-trien-khai", "hoan-tat"]).required().facet().listed(),
        Field::choice("class", &["dau-tu-cong", "dau-thau", "mua-sam", "keu-goi"])
            .required()
            .facet()
            .listed(),
        Field::line("area").required(),
        Field::line("owner").required().listed(),
        Field::line("place"),
        Field::day("begins").required(),
        Field::day("ends").not_before("begins"),
        Field::money("cost").required().listed(),
        Field::line("funding").required(),
        Field::ATTACHED,
    ],
    order: Order::Latest("begins"),
    look: Look::Table,
};
