use super::{Kind, Look, Order, Part};
use crate::entry::{
    field::{Field, Known, Worked},
    relation,
};

/// A draft on which opinions are asked: full text, closing day, where to answer, and afterwards what became of them
/// (Decree 43/2011/NĐ-CP art. 10).
pub static DRAFT: Kind = Kind {
    name: "draft",
    section: "du-thao",
    summary: Part::Required,
    body: Part::Required,
    fields: &[
        Field::derived("stage", &["sap-lay-y-kien", "dang-lay-y-kien", "da-het-han", "da-tong-hop"], stage)
            .facet()
            .listed(),
        Field::line("drafter").required().listed(),
        Field::day("opens").required(),
        Field::day("closes").required().listed().not_before("opens"),
        Field::text("reply_to").required(),
        Field::text("outcome"),
        Field::entry(relation::ISSUED_AS),
        Field::ATTACHED,
    ],
    order: Order::Latest("closes"),
    look: Look::Table,
};

/// Open from the first to the last day on which opinions are taken; then over, until it is said what became of them.
fn stage(known: &Known<'_>) -> Worked {
    if !known.fields.is_empty("outcome") {
        return Worked::always("da-tong-hop");
    }
    let over = known.day("closes").map(|last| last.next());
    let steps = [(known.day("opens"), "dang-lay-y-kien"), (over, "da-het-han")];
    Worked::along("sap-lay-y-kien", &steps, known.today)
}
