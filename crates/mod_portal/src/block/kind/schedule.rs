//! What the leaders do this week, as their calendar says.

use base::LocalDateTime;
use kernel::{Ctx, Result, Task};

use super::{
    COUNT, Kind, Setting, Stands, everywhere,
    listing::{Choose, Line, Listing, entries},
};
use crate::entry::field::Row;

/// What the leaders do this week, as their calendar says.
pub static SCHEDULE: Kind = Kind {
    name: "schedule",
    icon: "clock",
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
    let found = entries(ctx, setting, "schedule", 1, Choose::default()).await?;
    let Some(week) = found.into_iter().next() else { return Ok(None) };
    // What is over says nothing any more; a page ends with its day.
    let today = ctx.today().iso();
    let count = usize::try_from(setting.count(4, 12)).unwrap_or(4);
    let rows = week.fields.rows("meetings").iter();
    let said = |row: &Row, name: &str| row.get(name).cloned().unwrap_or_default();
    let lines = rows
        .filter(|row| said(row, "begins").as_str() >= today.as_str())
        .take(count)
        .map(|row| {
            let when = LocalDateTime::parse(&said(row, "begins")).map(|at| at.vn()).unwrap_or_default();
            let meta = [said(row, "who"), said(row, "place")];
            let meta: Vec<&str> = meta.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
            Line { over: when, title: said(row, "title"), meta: meta.join(" · "), ..Line::default() }
        })
        .collect();
    let more = setting.section("schedule");
    Listing { page: setting.page, heading: setting.heading("portal.home.schedule"), more, lines }.html()
}
