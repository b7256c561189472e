//! The units below the agency.

use askama::Template;
use kernel::{Ctx, Result, Task};

use super::{Kind, Setting, Stands, member};
use crate::site::Body;

/// The units below the agency.
pub static UNITS: Kind = Kind {
    name: "units",
    icon: "building",
    stands: Stands::Beside,
    once: true,
    fits: member,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_units.html")]
struct Piece {
    heading: String,
    body: Body,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let body = Body::of(ctx, setting.page, setting.family, setting.site).await?;
    if body.units.is_empty() {
        return Ok(None);
    }
    Ok(Some(Piece { heading: setting.heading("portal.member.units"), body }.render()?))
}
