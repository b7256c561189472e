//! Questions to readers that are still open.

use kernel::{Ctx, Result, Task};

use super::{
    COUNT, Kind, Setting, Stands, everywhere,
    listing::{Choose, Line, Listing, entries, left, line},
};

/// Questions to readers that are still open.
pub static POLLS: Kind = Kind {
    name: "polls",
    icon: "check",
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
    let count = setting.count(2, 12);
    let found = entries(ctx, setting, "poll", count, Choose { to_come: true, ..Choose::default() }).await?;
    let lines = found
        .into_iter()
        .map(|item| Line { tag: left(setting, ctx, &item), meta: item.summary.clone(), ..line(item) })
        .collect();
    let more = setting.section("poll");
    Listing { page: setting.page, heading: setting.heading("portal.home.polls"), more, lines }.html()
}
