//! The list of a section: by what it is narrowed, searched and turned.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::LocalDate;
use kernel::{Ctx, Error, Result};
use ui::{Choice, FormState, Page, Turn, Turns, t};

use super::{
    entries_key,
    field::{Field, Shape},
    kind::{Kind, Look, Order},
    store::public::{self, Shelf},
    tongue::Tongue,
    view::{NewsItem, shelf},
};
use crate::{mailing, site};

/// Longest words searched for in a list, in characters.
const WORDS_MAX: usize = 100;
/// Entries on a page of the list.
const PER_PAGE: usize = 12;
/// Entries beside the first one of the list.
const BESIDE: usize = 4;

#[derive(Template)]
#[template(path = "entry/templates/index.html")]
struct IndexPage {
    page: Page,
    path: String,
    /// Chips by the first field by which lists are narrowed: label, address, whether chosen.
    chips: Vec<(String, String, bool)>,
    /// The others, as lists to choose from.
    filters: Vec<Filter>,
    /// By what a list that has a day is searched beside words.
    searched: Option<Searched>,
    /// Whether it is narrowed by more than words.
    more: bool,
    /// What else the address says and the search keeps: name and word.
    held: Vec<(&'static str, String)>,
    form: FormState,
    lead: Option<NewsItem>,
    /// What stands beside the first one.
    beside: Vec<NewsItem>,
    items: Vec<NewsItem>,
    /// Names and headings of the columns, where the list is a table.
    columns: Vec<(&'static str, String)>,
    turns: Turns,
    other_lang: bool,
    /// The other languages in which the section has something, and where that is.
    tongues: Vec<(&'static str, String)>,
    empty: &'static str,
    feed: String,
    /// Where to ask to be told by mail.
    mail: Option<String>,
    /// The calendar to subscribe to, of a section that has one.
    calendar: Option<String>,
}

struct Searched {
    /// All of it in one line.
    what: String,
    /// What the days are called between which it is searched.
    from: String,
    until: String,
}

struct Filter {
    name: &'static str,
    label: String,
    choices: Vec<Choice>,
}

/// What narrows a list, by the names of fields; and the page.
type Asked = HashMap<String, String>;

/// The word for the category in addresses; other fields have their own names there.
pub(super) fn asked_name(field: &'static str) -> &'static str {
    if field == "category" { "muc" } else { field }
}

/// What the address says each facet must be. A word that is none leads nowhere.
fn chosen(kind: &Kind, asked: &Asked) -> Result<Vec<(&'static str, String)>> {
    let mut facets = Vec::new();
    for field in kind.facets() {
        let Some(value) = asked.get(asked_name(field.name)).filter(|v| !v.is_empty()) else { continue };
        let Some(words) = field.shape.words() else { continue };
        if !words.contains(&value.as_str()) {
            return Err(Error::NotFound);
        }
        facets.push((field.name, value.clone()));
    }
    Ok(facets)
}

pub(super) async fn index(
    ctx: Ctx,
    Path((_, section)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let site = site::current(&ctx)?;
    let kind = Kind::by_section(&section).ok_or(Error::NotFound)?;
    let facets = chosen(kind, &asked)?;
    let turn = Turn::read(|name| asked.get(name).map(String::as_str));
    ctx.depends_on(entries_key(site.id));
    let over = asked.get("qua").is_some_and(|v| v == "1");
    let coming = match kind.order {
        Order::Coming(_) => Some((ctx.today().iso(), !over)),
        _ => None,
    };
    let said = |name: &str| asked.get(name).map_or("", String::as_str);
    let words: String = base::text::nfc(said("q")).trim().chars().take(WORDS_MAX).collect();
    let day = |name: &str| LocalDate::parse(said(name)).ok();
    let between = if searched(kind).is_some() { (day("tu"), day("den")) } else { (None, None) };
    let chosen_lang = match said("tieng") {
        "" => None,
        code => Some(Tongue::parse(code).ok_or(Error::NotFound)?),
    };
    let shelf = match chosen_lang {
        Some(lang) => Shelf::of(site.id, kind, lang),
        None => shelf(&ctx, site.id, kind).await?,
    };
    let shelf = Shelf { facets, coming, words, between, ..shelf };

    let mut page = ctx.page("");
    let list = format!("{}/{}", page.base, kind.section);
    let first = kind.facets().next();
    let narrowed = shelf.facets.first().filter(|(name, _)| first.is_some_and(|f| f.name == *name));
    let narrowed_word = narrowed.map_or("", |(_, word)| word.as_str()).to_owned();
    page.title = match (first, narrowed) {
        (Some(field), Some((_, word))) => page.t(&field.word_key(kind.name, word)).to_owned(),
        _ => page.t(&kind.section_key()).to_owned(),
    };
    page.description = page
        .fill("portal.entry.list.description", &[("site", &site.name_in(page.lang)), ("what", &page.title)]);
    let path = page.href(&list);
    page.feed = Some(page.site(&format!("/{}/rss.xml", kind.section)));
    let over_word = if over { "1" } else { "" };
    let mut kept: Vec<(&str, &str)> = shelf.facets.iter().map(|(n, v)| (asked_name(n), v.as_str())).collect();
    if over {
        kept.push(("qua", over_word));
    }
    let days = [("tu", between.0), ("den", between.1)].map(|(name, day)| (name, day.map(LocalDate::iso)));
    kept.extend(days.iter().filter_map(|(name, day)| Some((*name, day.as_deref()?))));
    if !shelf.words.is_empty() {
        kept.push(("q", shelf.words.as_str()));
    }
    kept.extend(chosen_lang.map(|lang| ("tieng", lang.code())));
    let leaf = public::leaf(ctx.read(), &shelf, &turn, PER_PAGE).await?;
    let end = |there: bool, row: Option<&public::Shown>| row.filter(|_| there).map(|row| row.short.clone());
    let (before, after) = (end(leaf.before, leaf.rows.first()), end(leaf.after, leaf.rows.last()));
    let turns = Turns::new(&path, &kept, before.as_deref(), after.as_deref());
    page.crumbs.push(ctx.home_crumb());
    if narrowed.is_some() {
        let all = page.t(&kind.section_key()).to_owned();
        page = page.crumb(all, Some(&narrowed_to(&list, &[], chosen_lang)));
    }
    let here = page.title.clone();
    page = page.crumb(here, None);

    let mut items = NewsItem::load(&ctx, &page, &shelf, leaf.rows).await?;
    let news = kind.look == Look::News;
    let leads = news && !leaf.before && items.first().is_some_and(|first| !first.picture.is_empty());
    let lead = leads.then(|| items.remove(0));
    let beside = if leads { items.drain(..items.len().min(BESIDE)).collect() } else { Vec::new() };
    let columns = match kind.look {
        Look::News => Vec::new(),
        Look::Table => {
            let listed = kind.fields.iter().filter(|field| field.listed);
            listed.map(|field| (field.name, t(page.lang, &field.key(kind.name)).to_owned())).collect()
        }
    };
    let form = kept.iter().fold(FormState::default(), |form, (name, value)| form.with(name, value));
    let filters = filters(&page, kind);
    let shown = IndexPage {
        chips: chips(&page, kind, &path, &shelf, over, chosen_lang),
        more: between != (None, None) || (kind.facets().count() > 1 && !shelf.facets.is_empty()),
        held: if kind.facets().count() > 1 { &[][..] } else { &shelf.facets }
            .iter()
            .map(|(name, word)| (asked_name(name), word.clone()))
            .chain(chosen_lang.map(|lang| ("tieng", lang.code().to_owned())))
            .collect(),
        searched: searched(kind).map(|field| {
            let day = t(page.lang, &field.key(kind.name)).to_owned();
            let said = |key| page.fill(key, &[("day", &day)]);
            let also = filters.iter().map(|filter| site::lower_first(&filter.label));
            let what = [page.t("portal.entry.list.more").to_owned()].into_iter().chain(also);
            Searched {
                what: what.collect::<Vec<_>>().join(", "),
                from: said("portal.entry.list.from"),
                until: said("portal.entry.list.until"),
            }
        }),
        filters,
        other_lang: chosen_lang.is_none() && shelf.lang != ctx.lang().into(),
        tongues: leaf
            .tongues
            .into_iter()
            .filter(|tongue| *tongue != shelf.lang)
            .map(|tongue| (tongue.name(page.lang), format!("{path}?tieng={}", tongue.code())))
            .collect(),
        empty: if kept.is_empty() { "portal.entry.list.empty" } else { "portal.entry.list.none" },
        feed: page.feed.clone().unwrap_or_default(),
        mail: mail(&ctx, &page, &site, kind, narrowed_word),
        calendar: matches!(kind.name, "event" | "schedule").then(|| format!("{path}/lich.ics")),
        form,
        lead,
        beside,
        items,
        columns,
        turns,
        path,
        page,
    };
    ctx.public_page(&shown)
}

/// The first field by which the list is narrowed, as chips; or what is to come and what is over.
fn chips(
    page: &Page,
    kind: &Kind,
    path: &str,
    shelf: &Shelf,
    over: bool,
    lang: Option<Tongue>,
) -> Vec<(String, String, bool)> {
    let at = |query: &[(&str, &str)]| narrowed_to(path, query, lang);
    if shelf.coming.is_some() {
        return vec![
            (page.t("portal.entry.list.coming").to_owned(), at(&[]), !over),
            (page.t("portal.entry.list.over").to_owned(), at(&[("qua", "1")]), over),
        ];
    }
    let Some(field) = kind.facets().next() else { return Vec::new() };
    let Some(words) = field.shape.words() else { return Vec::new() };
    let chosen = shelf.facets.iter().find(|(name, _)| *name == field.name).map(|(_, word)| word.as_str());
    let mut chips = vec![(page.t("portal.entry.list.all").to_owned(), at(&[]), chosen.is_none())];
    chips.extend(words.iter().map(|word| {
        let label = page.t(&field.word_key(kind.name, word)).to_owned();
        (label, at(&[(asked_name(field.name), word)]), chosen == Some(*word))
    }));
    chips
}

/// The address of a list, narrowed, in the language that was chosen.
pub(super) fn narrowed_to(path: &str, query: &[(&str, &str)], lang: Option<Tongue>) -> String {
    let lang = lang.map(|lang| ("tieng", lang.code()));
    let said: Vec<String> =
        query.iter().copied().chain(lang).map(|(name, word)| format!("{name}={word}")).collect();
    if said.is_empty() { path.to_owned() } else { format!("{path}?{}", said.join("&")) }
}

/// The day by which a list is searched: that which its order follows, of documents and their like.
fn searched(kind: &'static Kind) -> Option<&'static Field> {
    match kind.order {
        Order::Latest(day) => kind.field(day).filter(|field| matches!(field.shape, Shape::Day)),
        _ => None,
    }
}

/// All fields by which a list is narrowed, where there are more than chips can show.
fn filters(page: &Page, kind: &Kind) -> Vec<Filter> {
    if kind.facets().count() < 2 {
        return Vec::new();
    }
    let filter = |field: &'static Field| {
        let words = field.shape.words()?;
        let choice = |word: &&str| Choice::new(*word, page.t(&field.word_key(kind.name, word)));
        let choices = words.iter().map(choice).collect();
        Some(Filter {
            name: asked_name(field.name),
            label: t(page.lang, &field.key(kind.name)).to_owned(),
            choices,
        })
    };
    kind.facets().filter_map(filter).collect()
}

/// Where readers of a list ask to be told by mail of what comes into it.
fn mail(ctx: &Ctx, page: &Page, site: &site::Site, kind: &Kind, category: String) -> Option<String> {
    let mut query = vec![("chuyen-muc", kind.section)];
    if !category.is_empty() {
        query.push(("muc", category.as_str()));
    }
    mailing::link(ctx, page, site, &query)
}
