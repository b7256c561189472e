//! What readers open: what was answered, on the site of the agency that answered; on the province's, of all.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::Timestamp;
use kernel::{Ctx, Error, Result};
use serde::Deserialize;
use ui::{Page, Pager};

use super::{
    FAMILY,
    model::{Kind, Rating},
    questions_key,
    store::public::{self, Shelf, Shown},
};
use crate::{
    entry::body,
    media::Media,
    site::{self, Site, SiteKind},
    typed::to_html,
};

/// Questions on a page.
const PER_PAGE: u64 = 20;

/// A question in a list.
pub(super) struct Item {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) kind: &'static str,
    pub(super) agency: String,
    pub(super) answered: (String, String),
    pub(super) lang: String,
    /// The beginning of the answer.
    pub(super) beginning: String,
}

/// Whose questions a site shows: the province's those of all.
pub(super) fn shelf(ctx: &Ctx, site: &Site) -> Shelf {
    if site.kind == SiteKind::Province {
        ctx.depends_on(FAMILY);
        return Shelf { site: None, kind: None };
    }
    ctx.depends_on(questions_key(site.id));
    Shelf { site: Some(site.id), kind: None }
}

pub(super) fn item(ctx: &Ctx, page: &Page, shown: Shown) -> Result<Item> {
    let family = site::sites(ctx.app())?;
    let home = family.by_id(base::Id::from_uuid(shown.site_id));
    let at = Timestamp(shown.answered_at);
    Ok(Item {
        href: page.href(&format!("/s/{}{}", home.map_or("", |site| &site.slug), shown.path())),
        kind: shown.kind().key(),
        agency: home.map_or("", |site| site.name_in(page.lang)).to_owned(),
        answered: (at.local_date().vn(), at.rfc3339()),
        lang: shown.lang,
        beginning: beginning(&body::to_text(&shown.answer)),
        title: shown.title,
    })
}

/// As much of a text as a list shows, cut between words.
fn beginning(text: &str) -> String {
    const MOST: usize = 180;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head))
}

#[derive(Template)]
#[template(path = "question/templates/index.html")]
struct IndexPage {
    page: Page,
    chips: Vec<(String, String, bool)>,
    items: Vec<Item>,
    pager: Pager,
    /// Where one asks; nothing where nobody answers any more.
    ask: Option<String>,
    follow: String,
    feed: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    loai: String,
    #[serde(default)]
    page: String,
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let site = site::current(&ctx)?;
    let kind = match asked.loai.as_str() {
        "" => None,
        word => Some(Kind::parse(word).ok_or(Error::NotFound)?),
    };
    let number = match asked.page.as_str() {
        "" => 1,
        typed => typed.parse().map_err(|_| Error::NotFound)?,
    };
    let shelf = Shelf { kind, ..shelf(&ctx, &site) };
    ctx.depends_on(site::ALL);
    let total = public::count(ctx.read(), &shelf).await?;
    let mut page = ctx.page("");
    page.title = page.t(kind.map_or("portal.question.section", Kind::key)).to_owned();
    page.description = page.fill("portal.question.list.description", &[("site", &site.name_in(page.lang))]);
    page.feed = Some(page.site("/hoi-dap/rss.xml"));
    page.crumbs.push(ctx.home_crumb());
    let (list, base) = (page.t("portal.question.section").to_owned(), page.base.clone());
    if kind.is_some() {
        page = page.crumb(list, Some(&format!("{base}/hoi-dap")));
    }
    let here = page.title.clone();
    let page = page.crumb(here, None);
    let path = page.site("/hoi-dap");
    let pager = Pager::new(number, PER_PAGE, total, &path, &[("loai", asked.loai.as_str())]);
    if number == 0 || number > pager.last() {
        return Err(Error::NotFound);
    }
    let mut chips = vec![(page.t("portal.entry.list.all").to_owned(), path.clone(), kind.is_none())];
    for one in Kind::ALL {
        chips.push((page.t(one.key()).to_owned(), format!("{path}?loai={}", one.code()), kind == Some(*one)));
    }
    let found = public::list(ctx.read(), &shelf, PER_PAGE, (number - 1) * PER_PAGE).await?;
    let items = found.into_iter().map(|shown| item(&ctx, &page, shown)).collect::<Result<_>>()?;
    let shown = IndexPage {
        ask: (!site.is_former(ctx.today())).then(|| page.site("/hoi-dap/gui")),
        follow: page.site("/hoi-dap/tra-cuu"),
        feed: page.feed.clone().unwrap_or_default(),
        chips,
        items,
        pager,
        page,
    };
    ctx.public_page(&shown)
}

#[derive(Template)]
#[template(path = "question/templates/show.html")]
struct ShowPage {
    page: Page,
    kind: &'static str,
    lang: String,
    name: String,
    agency: String,
    asked: (String, String),
    answered: (String, String),
    body: String,
    answer: String,
    rating: Option<&'static str>,
    list: String,
    ask: Option<String>,
}

pub(super) async fn show(ctx: Ctx, Path((_, name)): Path<(String, String)>) -> Result<Response> {
    let site = site::current(&ctx)?;
    let short = name.rsplit_once('-').map_or(name.as_str(), |(_, short)| short);
    let found = public::open(ctx.read(), short).await?.ok_or(Error::NotFound)?;
    let family = site::sites(ctx.app())?;
    let home = family.by_id(base::Id::from_uuid(found.site_id)).ok_or(Error::NotFound)?;
    // Under the one address it has: on the site of the agency that answered.
    if home.id != site.id {
        return Ok(ctx.redirect(&format!("/s/{}{}", home.slug, found.path())));
    }
    if name != format!("{}-{}", found.slug, found.short) {
        return Ok(ctx.redirect(&format!("{}{}", ctx.origin().base, found.path())));
    }
    ctx.depends_on(format!("question:{}", found.id));
    ctx.depends_on(questions_key(site.id));
    let mut page = ctx.page(&found.title);
    let answer = body::to_text(&found.answer);
    page.description = beginning(&answer);
    page.meta.creator = site.owner_in(page.lang);
    page.meta.date = Timestamp(found.published_at).rfc3339();
    page.meta.kind = "article".to_owned();
    page.crumbs.push(ctx.home_crumb());
    let (list, base) = (page.t("portal.question.section").to_owned(), page.base.clone());
    let page = page.crumb(list, Some(&format!("{base}/hoi-dap"))).crumb(&found.title, None);
    let day = |at: i64| (Timestamp(at).local_date().vn(), Timestamp(at).rfc3339());
    let shown = ShowPage {
        kind: found.kind().key(),
        agency: site.name_in(page.lang).to_owned(),
        asked: day(found.received_at),
        answered: day(found.answered_at),
        rating: found.rating.as_deref().and_then(Rating::parse).map(Rating::key),
        list: page.site("/hoi-dap"),
        ask: (!site.is_former(ctx.today())).then(|| page.site("/hoi-dap/gui")),
        lang: found.lang,
        name: found.name,
        body: to_html(&found.body),
        answer: body::to_html(&found.answer, &Media::default()),
        page,
    };
    ctx.public_page(&shown)
}
