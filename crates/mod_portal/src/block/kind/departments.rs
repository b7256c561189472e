//! The departments and boards of the province.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Page;

use super::{Kind, Setting, Stands, province};
use crate::site::{Named, departments};

/// The departments and boards of the province.
pub static DEPARTMENTS: Kind = Kind {
    name: "departments",
    icon: "building",
    stands: Stands::Across,
    once: true,
    fits: province,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_departments.html")]
struct Piece<'a> {
    page: &'a Page,
    heading: String,
    departments: Vec<Named>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let departments = departments(ctx, setting.page, setting.family)?;
    let heading = setting.heading("portal.family.departments");
    Ok(Some(Piece { page: setting.page, heading, departments }.render()?))
}
