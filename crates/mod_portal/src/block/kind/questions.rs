//! What people asked and what they were answered.

use kernel::{Ctx, Result, Task};

use super::{
    COUNT, Kind, Setting, Stands, everywhere,
    listing::{Line, Listing},
};
use crate::question;

/// What people asked and what they were answered.
pub static QUESTIONS: Kind = Kind {
    name: "questions",
    icon: "mail",
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
    let found = question::latest(ctx, setting.page, setting.site, setting.count(4, 12)).await?;
    let lines = found
        .into_iter()
        .map(|said| Line { title: said.title, href: said.href, meta: said.meta, ..Line::default() })
        .collect();
    let more = setting.page.site(&format!("/{}", question::SECTION));
    Listing { page: setting.page, heading: setting.heading("portal.question.section"), more, lines }.html()
}
