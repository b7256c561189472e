use super::{Kind, Look, Order, Part};
use crate::entry::{
    field::{Field, Known, Worked},
    relation,
};

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
        Field::day("expires").not_before("effective"),
        Field::derived(
            "standing",
            &["con-hieu-luc", "chua-hieu-luc", "het-mot-phan", "het-hieu-luc"],
            standing,
        )
        .facet()
        .listed(),
        relation::FIELD,
        Field::ATTACHED,
    ],
    order: Order::Latest("issued"),
    look: Look::Table,
};

/// Whether it is in force: from its day of effect on; in part once another document amends, replaces or repeals some of it;
/// no longer from the day it names itself, or on which another replaces or repeals the whole of it.
fn standing(known: &Known<'_>) -> Worked {
    let begins = known.day("effective");
    let ends = known.effects.iter().filter(|effect| effect.ends()).map(|effect| effect.from);
    let lessened = known.effects.iter().filter(|effect| effect.lessens()).map(|effect| effect.from).min();
    Worked::along(
        "chua-hieu-luc",
        &[
            (begins, "con-hieu-luc"),
            // What is amended before it begins is in force in part from its beginning on.
            (lessened.map(|day| begins.map_or(day, |begins| begins.max(day))), "het-mot-phan"),
            (known.day("expires").into_iter().chain(ends).min(), "het-hieu-luc"),
        ],
        known.today,
    )
}
