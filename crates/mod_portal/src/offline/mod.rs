//! What readers see without a connection: the script that keeps pages read lately in their browser, and the page that
//! stands in for all others.

#[cfg(test)]
mod tests;

use askama::Template;
use axum::response::Response;
use http::{HeaderValue, header};
use kernel::{Access, Ctx, Error, Result, Routes};
use ui::Page;

use crate::site::{self, Site};

/// The word in addresses of sites.
pub const WORD: &str = "ngoai-tuyen";

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::new()
        // Browsers let a script keep pages below its own address only, so it stands at the top.
        .get("/ngoai-tuyen.js", Access::Public, worker)
        .get("/s/{slug}/ngoai-tuyen", Access::Public, show)
}

/// The script. Browsers ask for it again by the same name, so it has one without a hash.
async fn worker(ctx: Ctx) -> Result<Response> {
    let script = ui::assets::find("offline.js").ok_or(Error::NotFound)?;
    let mut response = ctx.public_bytes(script.content_type, script.bytes);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

#[derive(Template)]
#[template(path = "offline/templates/show.html")]
struct OfflinePage {
    page: Page,
    site: Site,
    name: String,
}

/// The page that stands in for those that cannot be reached.
async fn show(ctx: Ctx) -> Result<Response> {
    let site = Site::clone(&*site::current(&ctx)?);
    if site.is_former(ctx.today()) {
        return Err(Error::NotFound);
    }
    ctx.depends_on(site.key());
    ctx.depends_on(site::ALL);
    let mut page = ctx.page("");
    page.title = page.t("portal.offline.title").to_owned();
    page.noindex = true;
    let name = site.name_in(page.lang).to_owned();
    ctx.public_page(&OfflinePage { page, site, name })
}
