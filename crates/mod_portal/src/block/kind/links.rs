//! Sites elsewhere that readers are sent to, of one group or of all.

use kernel::{Ctx, Result, Task};

use super::{
    COUNT, Kind, Setting, Stands, everywhere,
    listing::{Choose, Line, Listing, entries},
};
use crate::entry::field::Field;

/// Sites elsewhere that readers are sent to, of one group or of all.
pub static LINKS: Kind = Kind {
    name: "links",
    icon: "external",
    stands: Stands::Beside,
    once: false,
    fits: everywhere,
    fields: &[Field::choice("group", &["trung-uong", "tinh", "dich-vu", "khac"]), COUNT],
    show,
};

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let chosen = setting.fields().text("group");
    let facets = if chosen.is_empty() { Vec::new() } else { vec![("group", chosen.to_owned())] };
    let choose = Choose { facets, ..Choose::default() };
    let found = entries(ctx, setting, "link", setting.count(8, 20), choose).await?;
    // The line leads there, not to the page about it.
    let lines = found
        .into_iter()
        .map(|item| {
            let href = item.fields.text("link").to_owned();
            Line { title: item.title, href, meta: item.summary, lang: item.lang, ..Line::default() }
        })
        .collect();
    let more = setting.section("link");
    Listing { page: setting.page, heading: setting.heading("portal.kind.link.section"), more, lines }.html()
}
