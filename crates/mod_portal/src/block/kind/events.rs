//! What is to take place: when, what, where.

use kernel::{Ctx, Result, Task};

use super::{
    COUNT, Kind, Setting, Stands, everywhere,
    listing::{Choose, Line, Listing, entries, line},
};

/// What is to take place: when, what, where.
pub static EVENTS: Kind = Kind {
    name: "events",
    icon: "calendar",
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
    let found = entries(ctx, setting, "event", count, Choose { to_come: true, ..Choose::default() }).await?;
    let lines = found
        .into_iter()
        .map(|item| {
            let said = |name: &str| item.fact(name).map(|fact| fact.value.clone()).unwrap_or_default();
            Line { over: said("begins"), meta: said("place"), ..line(item) }
        })
        .collect();
    let more = setting.section("event");
    Listing { page: setting.page, heading: setting.heading("portal.home.events"), more, lines }.html()
}
