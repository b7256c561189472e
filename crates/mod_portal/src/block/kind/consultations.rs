//! Drafts on which opinions are still asked, the one that closes first before the others.

use kernel::{Ctx, Result, Task};

use super::{
    COUNT, Kind, Setting, Stands, everywhere,
    listing::{Choose, Line, Listing, entries, left, line},
};

/// Drafts on which opinions are still asked, the one that closes first before the others.
pub static CONSULTATIONS: Kind = Kind {
    name: "consultations",
    icon: "edit",
    stands: Stands::Beside,
    once: false,
    fits: everywhere,
    fields: &[COUNT],
    show,
};

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let count = setting.count(3, 12);
    let found = entries(ctx, setting, "draft", count, Choose { to_come: true, ..Choose::default() }).await?;
    let lines = found
        .into_iter()
        .map(|item| {
            let meta = item.fact("drafter").map(|fact| fact.value.clone()).unwrap_or_default();
            Line { tag: left(setting, ctx, &item), meta, ..line(item) }
        })
        .collect();
    let more = setting.section("draft");
    Listing { page: setting.page, heading: setting.heading("portal.home.consultations"), more, lines }.html()
}
