use kernel::Ctx;
use ui::{Brand, Footer, Link, Notice, Page};

use crate::{
    face::{self, Look},
    menu,
};

use super::{ALL, Site, SiteKind, Sites, current, family::heirs, lower_first, rewrite, sites, view::named};

/// Completes the frame of a page: whose site it is, its menu, the foot the law asks for.
pub fn frame(ctx: &Ctx, page: &mut Page) {
    let Ok(site) = current(ctx) else { return };
    ctx.depends_on(site.key());
    page.brand = Brand {
        kicker: site.kicker_in(page.lang).to_owned(),
        name: site.name_in(page.lang).to_owned(),
        home: format!("{}/", page.base),
        emblem: None,
    };
    let former = site.is_former(ctx.today());
    let face = face::of(ctx, site.id).unwrap_or_default();
    page.brand.emblem.clone_from(&face.emblem);
    page.nav = match &face.menu {
        Some(own) => menu::nav(ctx, page, own, &face.entries, former),
        None => menu::nav(
            ctx,
            page,
            &<Vec<menu::Item> as face::Shape>::usual(ctx.app(), &site),
            &face.entries,
            former,
        ),
    };
    dress(page, &site, &face.look);
    page.footer.above = above(ctx, &site, page);
    page.meta.publisher = site.owner_in(page.lang);
    page.meta.date = site.changed_at.local_date().iso();
    page.feed = Some(page.site("/rss.xml"));
    if former && let Ok(family) = sites(ctx.app()) {
        page.notice = archived(ctx, page, &family, &site);
    }
}

/// Puts on a look: colours, and the sentences at the foot.
pub(super) fn dress(page: &mut Page, site: &Site, look: &Look) {
    page.palette = look.palette();
    page.footer = Footer { above: page.footer.above.take(), ..footer(site, page, look) };
}

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
fn footer(site: &Site, page: &Page, look: &Look) -> Footer {
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
        also: (site.kind == SiteKind::Province).then(|| family_links(page)),
        copyright: match look.copyright_in(page.lang) {
            "" => page.fill("portal.site.copyright", &[("name", &page.brand.full_name())]),
            said => said.to_owned(),
        },
        trust: (!look.trust.is_empty())
            .then(|| Link { label: page.t("portal.site.trust").to_owned(), href: look.trust.clone() }),
    }
}

/// The ways into the family, at the foot of the province's own site.
fn family_links(page: &Page) -> (String, Vec<Link>) {
    let links = [
        ("portal.family.departments", "/cac-trang#departments"),
        ("portal.family.communes", "/cac-trang#communes"),
        ("portal.family.former", "/cac-trang#former"),
        ("portal.site.foot_api", "/api/v1/openapi.json"),
    ];
    let link = |(key, path): (&str, &str)| Link {
        label: page.t(key).to_owned(),
        // The description of the interface is in no language.
        href: if path.starts_with("/api/") { path.to_owned() } else { page.href(path) },
    };
    (page.t("portal.home.foot").to_owned(), links.into_iter().map(link).collect())
}
