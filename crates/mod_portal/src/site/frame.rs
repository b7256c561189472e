use kernel::Ctx;
use ui::{Brand, Footer, Link, NavItem, Notice, Page};

use super::{ALL, Site, SiteKind, Sites, current, family::heirs, lower_first, rewrite, sites, view::named};

/// The main menu of every site, in order. Those of the second column lie within the site.
const MENU: [(&str, bool); 7] = [
    ("/", true),
    ("/gioi-thieu", true),
    ("/tin-tuc", true),
    ("/thu-tuc", false),
    ("/co-quan", false),
    ("/lien-he", true),
    ("/so-do", true),
];

/// Completes the frame of a page: whose site it is, its menu, the foot the law asks for.
pub fn frame(ctx: &Ctx, page: &mut Page) {
    let Ok(site) = current(ctx) else { return };
    ctx.depends_on(site.key());
    page.brand = Brand {
        kicker: site.kicker_in(page.lang).to_owned(),
        name: site.name_in(page.lang).to_owned(),
        home: format!("{}/", page.base),
    };
    page.nav = menu(page);
    page.footer = Footer { above: above(ctx, &site, page), ..footer(&site, page) };
    page.meta.publisher = site.owner_in(page.lang);
    page.meta.date = site.changed_at.local_date().iso();
    page.feed = Some(page.site("/rss.xml"));
    if site.is_former(ctx.today()) {
        page.nav.retain(|item| !NOT_KEPT.iter().any(|path| item.href == format!("{}{path}", page.base)));
        if let Ok(family) = sites(ctx.app()) {
            page.notice = archived(ctx, page, &family, &site);
        }
    }
}

/// Entries of the menu that lead nowhere once the agency has ended.
const NOT_KEPT: [&str; 2] = ["/lien-he", "/so-do"];

/// Says on every page of a former site that it is kept as it was, and who does its work now.
fn archived(ctx: &Ctx, page: &Page, family: &Sites, site: &Site) -> Option<Notice> {
    ctx.depends_on(ALL);
    ctx.depends_on(svc_org::AGENCIES);
    let tree = svc_org::tree(ctx.app()).ok()?;
    let day = site.validity.to().map(|day| day.vn()).unwrap_or_default();
    let links = heirs(&tree, site.agency_id, ctx.today())
        .iter()
        .map(|heir| named(page, family, &heir.agency))
        .map(|heir| Link { label: heir.name, href: heir.href })
        .collect();
    let text = page.fill("portal.archive.notice", &[("name", &site.name_in(page.lang)), ("day", &day)]);
    Some(Notice { text, lead: page.t("portal.archive.now_is").to_owned(), links })
}

fn menu(page: &mut Page) -> Vec<NavItem> {
    let mut items: Vec<NavItem> = MENU
        .iter()
        .map(|&(path, local)| {
            let href = if local { format!("{}{path}", page.base) } else { path.to_owned() };
            let current = page.path == href || (path != "/" && page.path.starts_with(&format!("{href}/")));
            let key = if path == "/" {
                "portal.site.nav.trang-chu".to_owned()
            } else {
                format!("portal.site.nav.{}", &path[1..])
            };
            NavItem { label: page.t(&key).to_owned(), href, current }
        })
        .collect();
    // What other modules add to the public menu stands before the contact.
    let more = std::mem::take(&mut page.nav).into_iter().filter(|m| items.iter().all(|i| i.href != m.href));
    let more: Vec<NavItem> = more.collect();
    let contact = items.len() - 2;
    items.splice(contact..contact, more);
    items
}

/// The way to the province's site: by its full address from another host, whose own first page is not the province's.
fn above(ctx: &Ctx, site: &Site, page: &Page) -> Option<Link> {
    let family = sites(ctx.app()).ok()?;
    let province = family.province().filter(|_| site.kind != SiteKind::Province)?;
    ctx.depends_on(province.key());
    let asked = page.origin.rsplit('/').next().unwrap_or_default();
    let at_home = rewrite(ctx.app(), asked, "/")
        .is_some_and(|first| first.base.is_empty() && *first.site == *province.id.to_string());
    let host = if at_home { String::new() } else { ctx.app().config().origin("") };
    let name = match page.is_vi() {
        true => lower_first(province.name_in(page.lang)),
        false => province.name_in(page.lang).to_owned(),
    };
    Some(Link {
        label: page.fill("portal.site.above", &[("name", &name)]),
        href: format!("{host}{}", page.href("/")),
    })
}

/// Name of the governing body, person responsible, address, telephone and mail stand at the foot of every page.
/// Sample data say that they are.
fn footer(site: &Site, page: &Page) -> Footer {
    let marked = |text: &str| {
        if site.invented && !text.is_empty() {
            page.fill("portal.site.invented.mark", &[("text", &text)])
        } else {
            text.to_owned()
        }
    };
    Footer {
        owner: site.owner_in(page.lang),
        responsible: marked(&site.responsible),
        address: site.address.clone(),
        phone: site.phone.clone(),
        email: site.email.clone(),
        above: None,
    }
}
