//! An article as it is read, on its page, in a preview and in lists.

use base::{Id, Timestamp};
use kernel::{Ctx, Result};
use ui::{Lang, Page, t};

use super::{
    articles_key, body,
    model::{Category, Content},
    store::public::{self, Shelf, Shown},
};
use crate::site::Site;

/// An article as its page shows it.
#[derive(Debug)]
pub(super) struct ArticleView {
    /// 1 where it is the page's subject, 2 where it stands inside another screen.
    pub level: u8,
    pub lang: &'static str,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub author: String,
    pub source: String,
    pub category: String,
    pub published: Option<(String, String)>,
    pub revised: Option<(String, String)>,
    pub picture: &'static str,
    pub picture_alt: String,
}

impl ArticleView {
    pub(super) fn new(reader: Lang, content: &Content) -> Self {
        Self {
            level: 1,
            lang: content.lang.code(),
            title: content.title.clone(),
            summary: content.summary.clone(),
            body: body::to_html(&content.body),
            author: content.author.clone(),
            source: content.source.clone(),
            category: t(reader, content.category.key()).to_owned(),
            published: None,
            revised: None,
            picture: picture(&content.picture),
            picture_alt: content.picture_alt.clone(),
        }
    }

    pub(super) fn dated(mut self, published: Option<Timestamp>, revised: Option<Timestamp>) -> Self {
        self.published = published.map(words);
        self.revised = revised.map(words);
        self
    }

    pub(super) fn inside(mut self) -> Self {
        self.level = 2;
        self
    }
}

/// An instant for people and for machines.
pub(super) fn words(at: Timestamp) -> (String, String) {
    (at.local().vn(), at.rfc3339())
}

/// The address of a drawing by its name; nothing for none.
pub(super) fn picture(name: &str) -> &'static str {
    if name.is_empty() { "" } else { ui::assets::href(&format!("pictures/{name}.svg")) }
}

/// A published article as home pages and lists show it.
#[derive(Clone, Debug)]
pub struct NewsItem {
    /// Its title.
    pub title: String,
    /// Its address, complete with language prefix.
    pub href: String,
    /// The day it was first published, `22/11/2026`.
    pub date: String,
    /// The same for machines, ISO 8601 with time.
    pub datetime: String,
    /// Its lead.
    pub summary: String,
    /// Name of its category in the reader's language.
    pub category: String,
    /// Address of its drawing, or nothing.
    pub picture: &'static str,
    /// What that shows.
    pub picture_alt: String,
    /// The language it is written in.
    pub lang: &'static str,
}

impl NewsItem {
    pub(super) fn new(page: &Page, shelf: Shelf, shown: Shown) -> Self {
        let category = Category::parse(&shown.category).unwrap_or_default();
        Self {
            href: page.site(&shown.path()),
            date: shown.at().local_date().vn(),
            datetime: shown.at().rfc3339(),
            category: page.t(category.key()).to_owned(),
            picture: picture(&shown.picture),
            picture_alt: shown.picture_alt,
            title: shown.title,
            summary: shown.summary,
            lang: shelf.lang.code(),
        }
    }

    /// Day and category, as lists say them.
    pub fn meta(&self) -> String {
        format!("{} · {}", self.date, self.category)
    }
}

/// The newest articles of the site this request is for, for its home page, which is then made anew whenever one of
/// them changes. In the reader's language; in Vietnamese when there are none in it.
///
/// # Errors
/// The database's.
pub async fn latest(ctx: &Ctx, site: Id<Site>, n: u64) -> Result<Vec<NewsItem>> {
    ctx.depends_on(articles_key(site));
    let shelf = shelf(ctx, site).await?;
    let page = frame(ctx);
    let found = public::list(ctx.read(), shelf, n, 0).await?;
    Ok(found.into_iter().map(|shown| NewsItem::new(&page, shelf, shown)).collect())
}

/// The articles of a site in the reader's language, or in Vietnamese when there are none in it.
pub(super) async fn shelf(ctx: &Ctx, site: Id<Site>) -> Result<Shelf> {
    let own = Shelf { site, lang: ctx.lang(), category: None };
    if ctx.lang() == Lang::Vi || public::count(ctx.read(), own).await? > 0 {
        return Ok(own);
    }
    Ok(Shelf { lang: Lang::Vi, ..own })
}

/// Just enough of a page to make addresses with.
fn frame(ctx: &Ctx) -> Page {
    Page { lang: ctx.lang(), base: ctx.origin().base.clone(), ..Page::default() }
}
