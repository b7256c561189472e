//! What readers open: the list, an article, the feed.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use kernel::{Ctx, Error, Result};
use serde::Deserialize;
use time::{OffsetDateTime, format_description::well_known::Rfc2822};
use ui::{Lang, Page, Pager};

use super::{
    articles_key,
    model::Category,
    store::public::{self, Shelf},
    view::{ArticleView, NewsItem, shelf},
};
use crate::site;

/// Articles on a page of the list.
const PER_PAGE: u64 = 12;
/// Articles beside the first one of the list.
const BESIDE: usize = 4;
/// Articles in the feed.
const IN_FEED: u64 = 30;
/// Articles offered beside one.
const RELATED: u64 = 5;

#[derive(Deserialize)]
pub(super) struct IndexQuery {
    /// The category.
    #[serde(default)]
    muc: String,
    #[serde(default)]
    page: String,
}

#[derive(Template)]
#[template(path = "article/templates/index.html")]
struct IndexPage {
    page: Page,
    chips: Vec<(String, String, bool)>,
    lead: Option<NewsItem>,
    /// What stands beside the first one.
    beside: Vec<NewsItem>,
    items: Vec<NewsItem>,
    pager: Pager,
    other_lang: bool,
}

pub(super) async fn index(ctx: Ctx, Query(query): Query<IndexQuery>) -> Result<Response> {
    let site = site::current(&ctx)?;
    let category = match query.muc.as_str() {
        "" => None,
        code => Some(Category::parse(code).ok_or(Error::NotFound)?),
    };
    let number = match query.page.as_str() {
        "" => 1,
        typed => typed.parse().map_err(|_| Error::NotFound)?,
    };
    ctx.depends_on(articles_key(site.id));
    let shelf = Shelf { category, ..shelf(&ctx, site.id).await? };
    let total = public::count(ctx.read(), shelf).await?;

    let mut page = ctx.page("");
    let heading = category.map_or("portal.article.list.title", Category::key);
    page.title = page.t(heading).to_owned();
    page.description = page.fill(
        "portal.article.list.description",
        &[("site", &site.name_in(page.lang)), ("what", &page.title)],
    );
    let list = format!("{}/tin-tuc", page.base);
    let path = page.href(&list);
    let muc = category.map_or("", Category::code);
    let pager = Pager::new(number, PER_PAGE, total, &path, &[("muc", muc)]);
    // A page past the end is nowhere linked, and would only fill the memory for finished pages.
    if number == 0 || number > pager.last() {
        return Err(Error::NotFound);
    }
    page.crumbs.push(ctx.home_crumb());
    if category.is_some() {
        let all = page.t("portal.article.list.title").to_owned();
        page = page.crumb(all, Some(&list));
    }
    let here = page.title.clone();
    page = page.crumb(here, None);

    let found = public::list(ctx.read(), shelf, PER_PAGE, (number - 1) * PER_PAGE).await?;
    let mut items: Vec<NewsItem> =
        found.into_iter().map(|shown| NewsItem::new(&page, shelf, shown)).collect();
    let leads = number == 1 && items.first().is_some_and(|first| !first.picture.is_empty());
    let lead = leads.then(|| items.remove(0));
    let beside = if leads { items.drain(..items.len().min(BESIDE)).collect() } else { Vec::new() };
    let mut chips = vec![(page.t("portal.article.list.all").to_owned(), path.clone(), category.is_none())];
    chips.extend(
        Category::ALL
            .map(|c| (page.t(c.key()).to_owned(), format!("{path}?muc={}", c.code()), category == Some(c))),
    );
    let other_lang = shelf.lang != ctx.lang();
    ctx.public_page(&IndexPage { page, chips, lead, beside, items, pager, other_lang })
}

#[derive(Template)]
#[template(path = "article/templates/show.html")]
struct ShowPage {
    page: Page,
    view: ArticleView,
    related: Vec<NewsItem>,
    list: String,
    feed: String,
}

#[derive(Template)]
#[template(path = "article/templates/gone.html")]
struct GonePage {
    page: Page,
    published: String,
    list: String,
}

pub(super) async fn show(ctx: Ctx, Path((_, name)): Path<(String, String)>) -> Result<Response> {
    let site = site::current(&ctx)?;
    let short = name.rsplit_once('-').map_or(name.as_str(), |(_, short)| short);
    let Some(opened) = public::open(ctx.read(), site.id, short).await? else {
        return of_former(&ctx, &site, &name, short).await;
    };
    let list = format!("{}/tin-tuc", ctx.origin().base);
    let Some((slug, content)) = opened.content else {
        return gone(&ctx, &list, opened.published_at);
    };
    let address = format!("{list}/{slug}-{short}");
    if name != format!("{slug}-{short}") {
        return Ok(ctx.redirect(&address));
    }
    ctx.depends_on(format!("article:{}", opened.id));
    ctx.depends_on(articles_key(site.id));

    let mut page = ctx.page(&content.title);
    page.description.clone_from(&content.summary);
    page.meta.creator.clone_from(&content.author);
    page.meta.source.clone_from(&content.source);
    page.meta.subject = page.t(content.category.key()).to_owned();
    page.meta.date = opened.published_at.rfc3339();
    page.meta.kind = "article".to_owned();
    page.crumbs.push(ctx.home_crumb());
    let (news, category) =
        (page.t("portal.article.list.title").to_owned(), page.t(content.category.key()).to_owned());
    page = page
        .crumb(news, Some(&list))
        .crumb(category, Some(&format!("{list}?muc={}", content.category.code())))
        .crumb(&content.title, None);

    let shelf = Shelf { site: site.id, lang: content.lang, category: Some(content.category) };
    let related = public::related(ctx.read(), shelf, opened.id, RELATED).await?;
    let related = related.into_iter().map(|shown| NewsItem::new(&page, shelf, shown)).collect();
    let view = ArticleView::new(page.lang, &content).dated(Some(opened.published_at), opened.revised_at);
    let (list, feed) = (page.href(&list), page.site("/rss.xml"));
    ctx.public_page(&ShowPage { page, view, related, list, feed })
}

/// An article read by the address its site had before another took the word.
async fn of_former(ctx: &Ctx, site: &site::Site, name: &str, short: &str) -> Result<Response> {
    ctx.depends_on(site::ALL);
    for former in site::sites(ctx.app())?.had(&site.slug) {
        if public::open(ctx.read(), former.id, short).await?.is_some() {
            return Ok(ctx.redirect(&format!("/s/{}/tin-tuc/{name}", former.slug)));
        }
    }
    Err(Error::NotFound)
}

/// The address of a withdrawn article says that it is withdrawn, and nothing of what it said.
fn gone(ctx: &Ctx, list: &str, published: base::Timestamp) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.article.gone.title").to_owned();
    page.noindex = true;
    let published = page.fill("portal.article.gone.text", &[("date", &published.local_date().vn())]);
    let list = page.href(list);
    ctx.html_with(http::StatusCode::GONE, &GonePage { page, published, list })
}

struct FeedItem {
    title: String,
    link: String,
    summary: String,
    category: String,
    id: String,
    date: String,
}

#[derive(Template)]
#[template(path = "article/templates/rss.xml")]
struct Feed {
    page: Page,
    title: String,
    description: String,
    link: String,
    own: String,
    lang: &'static str,
    built: String,
    items: Vec<FeedItem>,
}

pub(super) async fn feed(ctx: Ctx) -> Result<Response> {
    let site = site::current(&ctx)?;
    ctx.depends_on(articles_key(site.id));
    let shelf = shelf(&ctx, site.id).await?;
    let page = ctx.page("");
    let found = public::list(ctx.read(), shelf, IN_FEED, 0).await?;
    let absolute = |path: &str| format!("{}{}", page.origin, page.site(path));
    let items: Vec<FeedItem> = found
        .into_iter()
        .map(|shown| FeedItem {
            link: absolute(&shown.path()),
            category: page.t(Category::parse(&shown.category).unwrap_or_default().key()).to_owned(),
            id: shown.id.to_string(),
            date: rfc822(shown.at()),
            title: shown.title,
            summary: shown.summary,
        })
        .collect();
    let name = site.name_in(page.lang);
    let title = page.fill("portal.article.feed.title", &[("site", &name)]);
    let description = page.fill("portal.article.feed.description", &[("site", &name)]);
    let built = items.first().map_or_else(|| rfc822(site.changed_at), |item| item.date.clone());
    let (link, own) = (absolute("/"), absolute("/rss.xml"));
    let lang = if shelf.lang == Lang::En { "en" } else { "vi" };
    let feed = Feed { title, description, link, own, lang, built, items, page };
    Ok(ctx.public_bytes("application/rss+xml; charset=utf-8", feed.render()?))
}

/// RFC 822 with the four-digit year of RFC 2822, as RSS 2.0 asks: `Mon, 02 Mar 2026 08:00:00 +0700`.
fn rfc822(at: base::Timestamp) -> String {
    let local: OffsetDateTime = at.plus_seconds(0).to_offset_date_time().to_offset(base::VIETNAM);
    local.format(&Rfc2822).unwrap_or_default()
}
