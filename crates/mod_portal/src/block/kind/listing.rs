//! What several kinds of blocks show the same way: a heading, and lines under it.

use askama::Template;
use base::LocalDate;
use kernel::{Ctx, Result};
use ui::Page;

use super::Setting;
use crate::entry::{self, Kind, NewsItem};

/// A heading with lines under it.
#[derive(Template)]
#[template(path = "block/templates/_list.html")]
pub(super) struct Listing<'a> {
    pub page: &'a Page,
    pub heading: String,
    /// Where all of it is; empty where the lines are all there is.
    pub more: String,
    pub lines: Vec<Line>,
}

/// A line of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// What stands before its title: a number, a time.
    pub over: String,
    pub title: String,
    /// Where it leads; empty for one that is only said.
    pub href: String,
    pub meta: String,
    /// A word in a tag: how long something is still open.
    pub tag: String,
    /// The language it is written in.
    pub lang: &'static str,
}

impl Listing<'_> {
    /// The piece of the page; nothing without lines.
    pub fn html(&self) -> Result<Option<String>> {
        Ok(if self.lines.is_empty() { None } else { Some(self.render()?) })
    }
}

/// What to choose from among the entries of a kind.
#[derive(Default)]
pub(super) struct Choose {
    /// Only those that say this in fields by which lists are narrowed.
    pub facets: Vec<(&'static str, String)>,
    /// Only what is not over yet, the nearest first.
    pub to_come: bool,
}

/// The first entries of a kind on the site, in the order of their kind.
pub(super) async fn entries(
    ctx: &Ctx,
    setting: &Setting<'_>,
    kind: &str,
    count: u64,
    choose: Choose,
) -> Result<Vec<NewsItem>> {
    let Some(kind) = Kind::by_name(kind) else { return Ok(Vec::new()) };
    let coming = choose.to_come.then(|| (ctx.today().iso(), true));
    entry::newest(ctx, setting.page, setting.site.id, kind, choose.facets, coming, count).await
}

/// An entry as a line: its title, and what lists of its kind show of it.
pub(super) fn line(item: NewsItem) -> Line {
    let facts: Vec<&str> =
        item.facts.iter().map(|fact| fact.value.as_str()).filter(|v| !v.is_empty()).collect();
    let meta = if facts.is_empty() { item.date.clone() } else { facts.join(" · ") };
    Line { title: item.title, href: item.href, meta, lang: item.lang, ..Line::default() }
}

/// How long something with a closing day is still open, in words.
pub(super) fn left(setting: &Setting<'_>, ctx: &Ctx, item: &NewsItem) -> String {
    let Ok(closes) = LocalDate::parse(item.fields.text("closes")) else { return String::new() };
    match (closes.0 - ctx.today().0).whole_days() {
        0 => setting.page.t("portal.home.last_day").to_owned(),
        days => setting.page.count("portal.home.days_left", days),
    }
}
