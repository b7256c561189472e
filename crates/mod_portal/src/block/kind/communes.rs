//! The communes and wards of the province.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::Page;

use super::{Kind, Setting, Stands, province};
use crate::site::{ALL, Named, Site, SiteKind};

/// The communes and wards of the province.
pub static COMMUNES: Kind = Kind {
    name: "communes",
    icon: "map-pin",
    stands: Stands::Tinted,
    once: true,
    fits: province,
    fields: &[],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_communes.html")]
struct Piece<'a> {
    page: &'a Page,
    heading: String,
    wards: Vec<Named>,
    communes: Vec<Named>,
    archives: usize,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let (page, family, today) = (setting.page, setting.family, ctx.today());
    ctx.depends_on(ALL);
    let of = family.living_of(SiteKind::Commune, today);
    let (wards, communes): (Vec<_>, Vec<_>) =
        of.partition(|site| base::text::fold(&site.name).starts_with("phuong "));
    let short = |sites: Vec<&std::sync::Arc<Site>>| -> Vec<Named> {
        sites.into_iter().map(|site| Named::short(page, site)).collect()
    };
    let piece = Piece {
        heading: setting.heading("portal.family.communes"),
        wards: short(wards),
        communes: short(communes),
        archives: family.all().iter().filter(|site| !site.lives(today)).count(),
        page,
    };
    Ok(Some(piece.render()?))
}
