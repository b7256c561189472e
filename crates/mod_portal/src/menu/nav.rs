use std::collections::BTreeMap;

use kernel::Ctx;
use sea_orm::prelude::Uuid;
use ui::{NavItem, Page};

use super::{Item, Target};

/// What of a former site leads nowhere.
const NOT_KEPT: [&str; 2] = ["/lien-he", "/so-do"];

/// A menu as the pages of its site show it. `entries` are the addresses within the site of the entries that are public;
/// items that lead to others are left out, and so is one that only held such.
pub fn nav(
    ctx: &Ctx,
    page: &Page,
    menu: &[Item],
    entries: &BTreeMap<Uuid, String>,
    former: bool,
) -> Vec<NavItem> {
    menu.iter()
        .filter_map(|item| {
            let mut shown = one(ctx, page, item, entries, former)?;
            shown.items =
                item.items.iter().filter_map(|under| one(ctx, page, under, entries, former)).collect();
            (item.to != Target::Nowhere || !shown.items.is_empty()).then_some(shown)
        })
        .collect()
}

fn one(
    ctx: &Ctx,
    page: &Page,
    item: &Item,
    entries: &BTreeMap<Uuid, String>,
    former: bool,
) -> Option<NavItem> {
    if let Target::Place(path) = &item.to
        && former
        && NOT_KEPT.contains(&path.as_str())
    {
        return None;
    }
    let href = match &item.to {
        Target::Entry(id) => format!("{}{}", page.base, entries.get(&id.uuid())?),
        other => other.href(&page.base)?,
    };
    let label = item.label(ctx.app(), page.lang);
    let current = is_here(ctx, page, item, &href);
    (!label.is_empty()).then(|| NavItem { label, href, current, items: Vec::new() })
}

fn is_here(ctx: &Ctx, page: &Page, item: &Item, href: &str) -> bool {
    if href.is_empty() {
        return false;
    }
    if let Some((path, query)) = href.split_once('?') {
        return page.path == path && ctx.origin().query == query;
    }
    let home = matches!(&item.to, Target::Place(path) if path == "/");
    page.path == href || (!home && page.path.starts_with(&format!("{href}/")))
}
