use super::{Kind, Look, Order, Part};
use crate::entry::field::Field;

/// Legal and administrative documents: form, issuing body, number, day of issue and of effect, what it is about, text
/// (Decree 43/2011/NĐ-CP art. 10).
pub static DOCUMENT: Kind = Kind {
    name: "document",
    section: "van-ban",
    summary: Part::Required,
    body: Part::Optional,
    fields: &[
        Field::line("number").required().listed(),
        Field::choice(
            "form",
            &["nghi-quyet", "quyet-dinh", "chi-thi", "ke-hoach", "thong-bao", "cong-van", "khac"],
        )
        .required()
        .facet(),
        Field::choice(
            "area",
            &["dat-dai", "xay-dung", "tai-chinh", "giao-duc", "y-te", "noi-vu", "moi-truong", "so", "khac"],
        )
        .required()
        .facet(),
        Field::line("issuer").required().listed(),
        Field::line("signer"),
        Field::day("issued").required().listed(),
        Field::day("effective").required(),
        Field::day("expires"),
        Field::choice("standing", &["con-hieu-luc", "chua-hieu-luc", "het-mot-phan", "het-hieu-luc"])
            .required()
            .facet()
            .listed(),
        Field::ATTACHED,
    ],
    order: Order::Latest("issued"),
    look: Look::Table,
};
