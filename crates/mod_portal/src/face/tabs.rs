use kernel::Ctx;
use ui::Page;

use super::{Missing, WORK};
use crate::{policy::SITE_EDIT, site::Site};

/// One of the screens on a site's face.
pub(crate) struct Tab {
    pub label: &'static str,
    pub href: String,
    pub current: bool,
}

/// The screens on a site's face, and that of its contact for whoever may change it.
pub(crate) fn tabs(ctx: &Ctx, page: &Page, site: &Site) -> Vec<Tab> {
    let mut all = vec![
        ("portal.composer.title", format!("{WORK}/{}", site.id)),
        ("portal.menu.title", format!("{WORK}/{}/menu", site.id)),
        ("portal.face.title", format!("{WORK}/{}/giao-dien", site.id)),
    ];
    if ctx.may(SITE_EDIT, Some(&site.agency_path)) {
        all.push(("portal.face.contact", format!("/quan-tri/trang/{}", site.id)));
    }
    let tab = |(label, path): (&'static str, String)| Tab {
        label,
        current: page.path == path,
        href: page.href(&path),
    };
    all.into_iter().map(tab).collect()
}

/// What a site lacks that the law asks for, each with where it is put right.
pub(crate) fn warnings(
    ctx: &Ctx,
    page: &Page,
    site: &Site,
    missing: &[Missing],
) -> Vec<(&'static str, String)> {
    missing
        .iter()
        .map(|lacking| {
            let href = match lacking.contact {
                true if ctx.may(SITE_EDIT, Some(&site.agency_path)) => format!("/quan-tri/trang/{}", site.id),
                true => String::new(),
                false => format!("{WORK}/{}/menu", site.id),
            };
            (lacking.key, if href.is_empty() { href } else { page.href(&href) })
        })
        .collect()
}
