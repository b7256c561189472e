//! What search engines are told: where the pages are, when they changed, what not to walk through.

use std::fmt::Write as _;

use axum::{extract::Path, response::Response};
use kernel::{Ctx, Result};
use svc_catalogue::procedure;
use ui::Page;

use super::{ALL, pages::living, sites};
use crate::{entry, question};

const XML: &str = "application/xml; charset=utf-8";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Pages every site has.
const PAGES: [&str; 4] = ["/", "/gioi-thieu", "/lien-he", "/so-do"];

/// Newest entries named in a site map: all there are of most sites. What is older is found along the lists.
const ENTRIES: u64 = 500;

/// The province's: one site map for each living site, and one of the procedures.
pub(super) async fn index(ctx: Ctx) -> Result<Response> {
    ctx.depends_on(ALL);
    let page = ctx.page("");
    let mut xml = format!("{HEAD}<sitemapindex xmlns=\"{SPACE}\">\n");
    for site in sites(ctx.app())?.living(ctx.today()) {
        let day = site.changed_at.local_date().iso();
        let _ = writeln!(
            xml,
            "<sitemap><loc>{}/s/{}/sitemap.xml</loc><lastmod>{day}</lastmod></sitemap>",
            page.origin, site.slug
        );
    }
    let _ = writeln!(xml, "<sitemap><loc>{}/thu-tuc/sitemap.xml</loc></sitemap>", page.origin);
    xml.push_str("</sitemapindex>\n");
    Ok(ctx.public_bytes(XML, xml))
}

/// One site's pages in both languages, by the address under which the map itself was asked for: a map may only speak
/// for what lies beside it.
pub(super) async fn show(ctx: Ctx, Path(slug): Path<String>) -> Result<Response> {
    let site = living(&ctx, &*sites(ctx.app())?, &slug)?;
    let page = ctx.page("");
    let changed = site.changed_at.local_date().iso();
    let mut xml = format!("{HEAD}<urlset xmlns=\"{SPACE}\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    for path in PAGES {
        entry(&mut xml, &page, &format!("{}{path}", page.base), &changed);
    }
    for section in entry::sections(&ctx, &page, site.id).await? {
        let _ = writeln!(xml, "<url><loc>{}{}</loc></url>", page.origin, escape(&section.href));
    }
    let answered = question::addresses(&ctx, site.id, ENTRIES).await?;
    for (path, day) in entry::addresses(&ctx, site.id, ENTRIES).await?.into_iter().chain(answered) {
        let address = escape(&page.site(&path));
        let _ = writeln!(xml, "<url><loc>{}{address}</loc><lastmod>{day}</lastmod></url>", page.origin);
    }
    xml.push_str("</urlset>\n");
    Ok(ctx.public_bytes(XML, xml))
}

/// The catalogue's pages: a map of their own, which lies beside them, since no site's map waits for thousands of them.
pub(super) async fn procedures(ctx: Ctx) -> Result<Response> {
    ctx.depends_on(procedure::CATALOGUE);
    let origin = ctx.page("").origin;
    let mut xml = format!("{HEAD}<urlset xmlns=\"{SPACE}\">\n");
    for code in procedure::codes(&ctx).await? {
        let _ = writeln!(xml, "<url><loc>{origin}{}</loc></url>", escape(&procedure::address(&code)));
    }
    xml.push_str("</urlset>\n");
    Ok(ctx.public_bytes(XML, xml))
}

fn entry(xml: &mut String, page: &Page, path: &str, changed: &str) {
    let page = Page { path: path.to_owned(), origin: page.origin.clone(), ..Page::default() };
    let _ = write!(xml, "<url><loc>{}</loc><lastmod>{changed}</lastmod>", escape(&page.canonical()));
    for other in page.alternates() {
        let _ = write!(
            xml,
            "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
            other.lang,
            escape(&other.href)
        );
    }
    xml.push_str("</url>\n");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Whom to tell of a weakness (RFC 9116): the mail address of the province's site. Where there is none there is no file.
pub(super) async fn security(ctx: Ctx) -> Result<Response> {
    ctx.depends_on(ALL);
    let family = sites(ctx.app())?;
    let province = family.province().filter(|site| !site.email.is_empty()).ok_or(kernel::Error::NotFound)?;
    let origin = ctx.app().config().origin("");
    // The file must say until when it holds; pages are made anew every day.
    let text = format!(
        "Contact: mailto:{}\nExpires: {}T00:00:00+07:00\nPreferred-Languages: vi, en\nCanonical: \
         {origin}/.well-known/security.txt\n",
        province.email,
        ctx.today().plus_days(180).iso()
    );
    Ok(ctx.public_bytes("text/plain; charset=utf-8", text))
}

/// Public pages are for everybody; work screens and endless searches are not for machines.
pub(super) async fn robots(ctx: Ctx) -> Result<Response> {
    let origin = ctx.page("").origin;
    let text = format!(
        "User-agent: *\nDisallow: /quan-tri/\nDisallow: /viec\nDisallow: /dang-nhap\nDisallow: /tim-kiem\nDisallow: /en/tim-kiem\nDisallow: /*/hoi-dap/theo-doi/\nDisallow: /hoi-dap/theo-doi/\n\nSitemap: {origin}/sitemap.xml\n"
    );
    Ok(ctx.public_bytes("text/plain; charset=utf-8", text))
}
