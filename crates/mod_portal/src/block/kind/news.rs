//! The newest articles, the first of them large; all or those of one category.

use askama::Template;
use kernel::{Ctx, Result, Task};
use ui::{Page, t};

use super::listing::{Choose, entries};
use super::{COUNT, Kind, Setting, Stands, everywhere};
use crate::{
    entry::{NewsItem, field::Field, kind::ARTICLE},
    site::SiteKind,
};

/// The newest articles, the first of them large; all or those of one category.
pub static NEWS: Kind = Kind {
    name: "news",
    icon: "book",
    stands: Stands::Across,
    once: false,
    fits: everywhere,
    fields: &[Field::choice("category", &["tin-tuc", "chi-dao", "thong-bao"]).common(), COUNT],
    show,
};

#[derive(Template)]
#[template(path = "block/templates/_news.html")]
struct Piece<'a> {
    page: &'a Page,
    heading: String,
    more: String,
    news: Vec<NewsItem>,
}

fn show<'a>(ctx: &'a Ctx, setting: &'a Setting<'a>) -> Task<'a, Option<String>> {
    Box::pin(make(ctx, setting))
}

async fn make(ctx: &Ctx, setting: &Setting<'_>) -> Result<Option<String>> {
    let category = setting.fields().text("category");
    let usual = if setting.site.kind == SiteKind::Province { 6 } else { 5 };
    let facets = if category.is_empty() { Vec::new() } else { vec![("category", category.to_owned())] };
    let choose = Choose { facets, ..Choose::default() };
    let news = entries(ctx, setting, ARTICLE.name, setting.count(usual, 12), choose).await?;
    if news.is_empty() {
        return Ok(None);
    }
    let mut more = setting.section(ARTICLE.name);
    let mut heading = setting.heading("portal.home.news");
    if let (false, Some(field)) = (category.is_empty(), ARTICLE.field("category")) {
        more = format!("{more}?muc={category}");
        if setting.said("heading", "heading_en").is_none() {
            t(setting.page.lang, &field.word_key(ARTICLE.name, category)).clone_into(&mut heading);
        }
    }
    Ok(Some(Piece { page: setting.page, heading, more, news }.render()?))
}
