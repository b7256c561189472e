//! Quick ways to what readers come for, as tiles.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::{Lang, Page};

use super::{Kind, Setting, Stands, everywhere};
use crate::entry::field::{Field, Row};

/// Quick ways to what readers come for, as tiles.
pub static SHORTCUTS: Kind = Kind {
    name: "shortcuts",
    icon: "arrow-right",
    stands: Stands::Across,
    once: false,
    fits: everywhere,
    fields: &[Field::rows("links", &[Field::line("label"), Field::line("label_en"), Field::link("link")])],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_shortcuts.html")]
struct Piece<'a> {
    page: &'a Page,
    heading: String,
    links: Vec<Shortcut>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let _ = ctx;
    let page = setting.page;
    let links: Vec<Shortcut> =
        setting.fields().rows("links").iter().filter_map(|row| Shortcut::read(page, row)).collect();
    if links.is_empty() {
        return Ok(None);
    }
    Ok(Some(Piece { page, heading: setting.heading("portal.home.shortcuts"), links }.render()?))
}

/// What a row says and where it leads; one without either is none.
struct Shortcut {
    label: String,
    href: String,
}

impl Shortcut {
    fn read(page: &Page, row: &Row) -> Option<Self> {
        let said = |name: &str| row.get(name).filter(|text| !text.is_empty());
        let english = said("label_en").filter(|_| page.lang == Lang::En);
        let (label, link) = (english.or_else(|| said("label"))?, said("link")?);
        Some(Self { label: label.clone(), href: page.nav_href(link) })
    }
}
