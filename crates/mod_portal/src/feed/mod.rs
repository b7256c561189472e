//! What is published, for programs that follow it: RSS 2.0 and Atom (RFC 4287). What comes into a feed its slice says.

use askama::Template;
use axum::response::Response;
use base::Timestamp;
use kernel::{Ctx, Result};
use time::{OffsetDateTime, format_description::well_known::Rfc2822};
use ui::Page;

/// Something in a feed.
pub(crate) struct Item {
    pub title: String,
    /// Its absolute address.
    pub link: String,
    pub summary: String,
    pub category: String,
    /// Its identifier, the same for good.
    pub id: String,
    pub at: Timestamp,
}

impl Item {
    fn rss_date(&self) -> String {
        rfc822(self.at)
    }

    fn atom_date(&self) -> String {
        self.at.rfc3339()
    }
}

/// What both formats say.
pub(crate) struct Feed {
    pub page: Page,
    pub title: String,
    pub description: String,
    /// The page it is the feed of, as an absolute address.
    pub link: String,
    /// Its own absolute address.
    pub own: String,
    /// The language of its texts.
    pub lang: &'static str,
    /// When the last of it appeared.
    pub updated: Timestamp,
    pub items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "feed/templates/rss.xml")]
struct Rss(Feed);

#[derive(Template)]
#[template(path = "feed/templates/atom.xml")]
struct Atom(Feed);

impl Feed {
    /// A feed of a site's: titled by the site and by what it holds.
    pub fn of(ctx: &Ctx, site: &str, what: &str, link: &str, own: &str, updated: Timestamp) -> Self {
        let page = ctx.page("");
        let absolute = |path: &str| format!("{}{}", page.origin, page.site(path));
        Self {
            title: page.fill("portal.entry.feed.title", &[("site", &site), ("what", &what)]),
            description: page.fill("portal.entry.feed.description", &[("site", &site), ("what", &what)]),
            link: absolute(link),
            own: absolute(own),
            lang: page.lang.code(),
            updated,
            items: Vec::new(),
            page,
        }
    }

    /// When the last of it appeared, as RSS writes it.
    fn built(&self) -> String {
        rfc822(self.updated)
    }

    /// As RSS.
    ///
    /// # Errors
    /// The template's.
    pub fn rss(self, ctx: &Ctx) -> Result<Response> {
        Ok(ctx.public_bytes("application/rss+xml; charset=utf-8", Rss(self).render()?))
    }

    /// As Atom.
    ///
    /// # Errors
    /// The template's.
    pub fn atom(self, ctx: &Ctx) -> Result<Response> {
        Ok(ctx.public_bytes("application/atom+xml; charset=utf-8", Atom(self).render()?))
    }
}

/// RFC 822 with the four-digit year of RFC 2822, as RSS 2.0 asks: `Mon, 02 Mar 2026 08:00:00 +0700`.
fn rfc822(at: Timestamp) -> String {
    let local: OffsetDateTime = at.plus_seconds(0).to_offset_date_time().to_offset(base::VIETNAM);
    local.format(&Rfc2822).unwrap_or_default()
}
