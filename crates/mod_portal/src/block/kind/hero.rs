//! The first thing on the page: what it asks, the search, and the way to a place or to the agency.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::{FormState, Page, Picture};

use super::{Kind, Setting, Stands, everywhere};
use crate::{
    entry::field::Field,
    site::{Body, Named, Site, SiteKind, chips},
};

/// The first thing on the page: what it asks, the search, and the way to a place or to the agency.
pub static HERO: Kind = Kind {
    name: "hero",
    icon: "search",
    stands: Stands::Alone,
    once: true,
    fits: everywhere,
    fields: &[
        Field::line("heading").common(),
        Field::line("heading_en").common(),
        Field::line("lede"),
        Field::line("lede_en"),
        Field::choice("side", &["place", "contact", "nothing"]),
    ],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_hero.html")]
struct Piece<'a> {
    page: &'a Page,
    site: &'a Site,
    form: FormState,
    photograph: Option<Picture>,
    title: String,
    lede: String,
    chips: Vec<Named>,
    place: bool,
    /// The agency's contact, as its site shows it.
    body: Option<Body>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let (page, site) = (setting.page, setting.site);
    let province = site.kind == SiteKind::Province;
    let title = setting.said("heading", "heading_en").unwrap_or_else(|| match province {
        true => page.t("portal.home.ask").to_owned(),
        false => site.name_in(page.lang).to_owned(),
    });
    let lede = setting.said("lede", "lede_en").unwrap_or_else(|| match site.kind {
        SiteKind::Province => String::new(),
        SiteKind::Commune => page.t("portal.member.commune_lede").to_owned(),
        _ => page.t("portal.member.department_lede").to_owned(),
    });
    let side = setting.fields().text("side");
    let place = side == "place" || (side.is_empty() && province);
    let contact = side == "contact" || (side.is_empty() && !province);
    let piece = Piece {
        photograph: setting.photograph.cloned(),
        chips: if site.kind == SiteKind::Department { Vec::new() } else { chips(page) },
        body: if contact { Some(Body::of(ctx, page, setting.family, site).await?) } else { None },
        form: FormState::default(),
        title,
        lede,
        place,
        site,
        page,
    };
    Ok(Some(piece.render()?))
}
