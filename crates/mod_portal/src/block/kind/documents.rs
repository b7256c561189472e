//! The newest legal documents: number, title, from when in force.

use kernel::{Ctx, Result, Task};

use super::{
    COUNT, Kind, Setting, Stands, everywhere,
    listing::{Choose, Line, Listing, entries, line},
};

/// The newest legal documents: number, title, from when in force.
pub static DOCUMENTS: Kind = Kind {
    name: "documents",
    icon: "document",
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
    let count = setting.count(4, 12);
    let found = entries(ctx, setting, "document", count, Choose::default()).await?;
    let lines = found
        .into_iter()
        .map(|item| {
            let over = item.fields.text("number").to_owned();
            let said = |name: &str| item.fact(name).map(|fact| fact.value.clone());
            let meta: Vec<String> = [said("issued"), said("issuer")].into_iter().flatten().collect();
            Line { over, meta: meta.join(" · "), ..line(item) }
        })
        .collect();
    let more = setting.section("document");
    Listing { page: setting.page, heading: setting.heading("portal.home.documents"), more, lines }.html()
}
