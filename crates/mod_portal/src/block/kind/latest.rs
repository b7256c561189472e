//! The newest of one section, whichever its editors want.

use kernel::{Ctx, Result, Task};
use ui::t;

use super::{
    COUNT, Kind, Setting, Stands, everywhere,
    listing::{Choose, Listing, entries, line},
};
use crate::entry::{self, field::Field};

/// The newest of one section, whichever its editors want.
pub static LATEST: Kind = Kind {
    name: "latest",
    icon: "menu",
    stands: Stands::Beside,
    once: false,
    fits: everywhere,
    fields: &[
        Field::choice(
            "section",
            &[
                "article",
                "page",
                "guide",
                "document",
                "gazette",
                "draft",
                "leader",
                "schedule",
                "plan",
                "project",
                "research",
                "statistic",
                "budget",
                "disclosure",
                "dataset",
                "job",
                "event",
                "gallery",
                "video",
                "poll",
                "link",
            ],
        ),
        COUNT,
    ],
    show,
};

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let Some(kind) = entry::Kind::by_name(setting.fields().text("section")) else { return Ok(None) };
    let found = entries(ctx, setting, kind.name, setting.count(4, 12), Choose::default()).await?;
    let lines = found.into_iter().map(line).collect();
    let heading = setting.said("heading", "heading_en");
    let heading = heading.unwrap_or_else(|| t(setting.page.lang, &kind.section_key()).to_owned());
    let more = setting.section(kind.name);
    Listing { page: setting.page, heading, more, lines }.html()
}
