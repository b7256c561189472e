use askama::Template;
use axum::{extract::Query as Pairs, response::Response};
use kernel::{Ctx, Result};
use serde::Serialize;
use svc_catalogue::procedure::{self, encode, page_number};
use svc_search::{Count, Counted, Hit, Query, Results};
use ui::{Lang, Link, Page, Pager};

use crate::{entry::Kind, site};

const PER_PAGE: u64 = 20;
const SUGGESTIONS: usize = 8;
/// Longest text of the address that counts, in characters.
const LONGEST: usize = 200;

/// What is looked for, as the address says it.
#[derive(Clone, Default)]
struct Asked {
    /// What was typed.
    q: String,
    /// `loai`: one kind only.
    kind: String,
    /// `chuyen-muc`: one section only, by its word in addresses.
    section: String,
    /// `pham-vi=site`: only what the site asked under has itself.
    here: bool,
    /// `trang`, from 1.
    page: u64,
}

impl Asked {
    fn read(pairs: &[(String, String)]) -> Self {
        let text = |name: &str| {
            let value = pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
            let plain = value.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST);
            base::text::nfc(&plain.collect::<String>())
        };
        // The pager of the components writes `page`.
        let number = [text("trang"), text("page")].into_iter().find(|n| !n.is_empty()).unwrap_or_default();
        // A word that is no section's narrows nothing.
        let section = Kind::by_section(&text("chuyen-muc")).map_or("", |kind| kind.section).to_owned();
        Self {
            q: text("q"),
            kind: text("loai"),
            section,
            here: text("pham-vi") == "site",
            page: page_number(&number),
        }
    }

    /// As the address says it, without the page.
    fn pairs(&self) -> [(&'static str, &str); 4] {
        let scope = if self.here { "site" } else { "" };
        [("q", self.q.as_str()), ("loai", &self.kind), ("chuyen-muc", &self.section), ("pham-vi", scope)]
    }

    fn address(&self) -> String {
        let filled: Vec<String> = self
            .pairs()
            .iter()
            .filter(|(_, v)| !v.is_empty())
            .map(|(n, v)| format!("{n}={}", encode(v)))
            .collect();
        if filled.is_empty() { "/tim-kiem".to_owned() } else { format!("/tim-kiem?{}", filled.join("&")) }
    }

    fn is_blank(&self) -> bool {
        !self.q.chars().any(char::is_alphanumeric)
    }

    fn query(&self, ctx: &Ctx) -> Query {
        let site = self.here.then(|| site::current(ctx).ok()).flatten();
        let section = (!self.section.is_empty()).then(|| ("section".to_owned(), self.section.clone()));
        Query {
            text: self.q.clone(),
            kinds: if self.kind.is_empty() { Vec::new() } else { vec![self.kind.clone()] },
            facets: site
                .map(|site| ("site".to_owned(), site.slug.clone()))
                .into_iter()
                .chain(section)
                .collect(),
            // Each row of chips says what another choice would find; a section is one of entries.
            count: vec![
                Count::of("kind").without(&["kind", "section"]),
                Count::of("section").without(&["section"]),
            ],
            actor: svc_search::viewer(ctx.actor()),
            ..Query::default()
        }
    }
}

#[derive(Template)]
#[template(path = "search/templates/index.html")]
struct IndexPage {
    page: Page,
    heading: String,
    blank: bool,
    relaxed: bool,
    rows: Vec<Row>,
    pager: Pager,
    kinds: Vec<(Link, bool)>,
    sections: Vec<(Link, bool)>,
    /// One section only: its row of chips is open.
    narrowed: bool,
    scopes: Vec<(Link, bool)>,
    tries: Vec<Link>,
}

/// Something found.
struct Row {
    href: String,
    lang: String,
    title_html: String,
    snippet_html: String,
    kind: String,
    /// A line telling this one from others of the same name.
    about: String,
    /// Whose procedure it is, if another province's.
    elsewhere: Option<String>,
    /// The day, for news.
    day: Option<String>,
}

/// Shows what was found.
pub async fn index(ctx: Ctx, Pairs(pairs): Pairs<Vec<(String, String)>>) -> Result<Response> {
    let asked = Asked::read(&pairs);
    let (mut found, mut number) = (Results::default(), 1);
    if !asked.is_blank() {
        (found, number) = page_of(&ctx, &asked).await?;
    }
    let in_kinds = found.facets.remove("kind").unwrap_or_default();
    let in_sections = found.facets.remove("section").unwrap_or_default();
    ctx.depends_on(svc_search::cache_key("*"));

    let mut page = ctx.page("");
    page.title = page.t("portal.search.title").to_owned();
    if !asked.q.is_empty() {
        page.title = page.fill("portal.search.title_of", &[("q", &asked.q)]);
    }
    page.description = page.t("portal.search.description").to_owned();
    page.meta.date = ctx.today().iso();
    page.query = asked.q.clone();
    // What somebody looked for is no page of its own for search engines.
    page.noindex = true;
    page.path = asked.address();
    let label = page.t("portal.search.title").to_owned();
    page.crumbs = vec![ctx.home_crumb()];
    let page = page.crumb(label, None);
    let template = IndexPage {
        heading: page.fill("portal.search.found", &[("n", &page.number(found.total)), ("q", &asked.q)]),
        blank: asked.is_blank(),
        relaxed: found.relaxed,
        pager: pager(&page, &asked, number, found.total),
        kinds: kinds(&page, &asked, in_kinds),
        sections: sections(&page, &asked, in_sections),
        narrowed: !asked.section.is_empty(),
        scopes: scopes(&ctx, &page, &asked),
        tries: tries(&page),
        rows: rows(&page, found.hits),
        page,
    };
    ctx.public_page(&template)
}

/// The page asked for; the last one if it lies beyond.
async fn page_of(ctx: &Ctx, asked: &Asked) -> Result<(Results, u64)> {
    let ask = |number: u64| {
        let query = Query {
            page: usize::try_from(number).unwrap_or(usize::MAX),
            per_page: PER_PAGE as usize,
            ..asked.query(ctx)
        };
        svc_search::find(ctx.app(), query)
    };
    let found = ask(asked.page).await?;
    let last = found.total.div_ceil(PER_PAGE).max(1);
    if asked.page > last { Ok((ask(last).await?, last)) } else { Ok((found, asked.page)) }
}

fn pager(page: &Page, asked: &Asked, number: u64, total: u64) -> Pager {
    Pager::new(number, PER_PAGE, total, &page.href("/tim-kiem"), &asked.pairs())
}

/// The word for a kind of thing; kinds of modules to come are shown by their own name.
fn kind_name(lang: Lang, kind: &str) -> String {
    match kind {
        "procedure" => ui::t(lang, "portal.search.kind.procedure").to_owned(),
        "entry" => ui::t(lang, "portal.search.kind.entry").to_owned(),
        "question" => ui::t(lang, "portal.search.kind.question").to_owned(),
        "agency" => ui::t(lang, "portal.search.kind.agency").to_owned(),
        other => other.to_owned(),
    }
}

/// All kinds together and each by itself, with how many were found.
fn kinds(page: &Page, asked: &Asked, counted: Counted) -> Vec<(Link, bool)> {
    if counted.values.len() < 2 && asked.kind.is_empty() && asked.section.is_empty() {
        return Vec::new();
    }
    let choice = |kind: &str, name: String, count: u64| {
        // A section is one of entries: of another kind there is none.
        let narrowed = Asked { kind: kind.to_owned(), section: String::new(), ..asked.clone() };
        let label = format!("{name} ({})", page.number(count));
        (Link { label, href: page.href(&narrowed.address()) }, asked.kind == kind)
    };
    let mut kinds = vec![choice("", page.t("portal.search.kind.all").to_owned(), counted.total)];
    kinds.extend(counted.values.iter().map(|(kind, count)| choice(kind, kind_name(page.lang, kind), *count)));
    kinds
}

/// Where entries were found, all sections together and each by itself, with how many were found.
fn sections(page: &Page, asked: &Asked, counted: Counted) -> Vec<(Link, bool)> {
    if counted.values.len() < 2 && asked.section.is_empty() {
        return Vec::new();
    }
    let choice = |section: &str, name: &str, count: u64| {
        let narrowed = Asked { section: section.to_owned(), ..asked.clone() };
        let label = format!("{name} ({})", page.number(count));
        (Link { label, href: page.href(&narrowed.address()) }, asked.section == section)
    };
    let mut sections = vec![choice("", page.t("portal.search.section.all"), counted.total)];
    sections.extend(counted.values.iter().filter_map(|(section, count)| {
        let kind = Kind::by_section(section)?;
        Some(choice(section, page.t(&kind.section_key()), *count))
    }));
    sections
}

/// On a site's own address: everywhere, or this site only.
fn scopes(ctx: &Ctx, page: &Page, asked: &Asked) -> Vec<(Link, bool)> {
    if ctx.origin().site.is_none() || asked.is_blank() {
        return Vec::new();
    }
    [("portal.search.scope.all", false), ("portal.search.scope.site", true)]
        .map(|(key, here)| {
            let scoped = Asked { here, ..asked.clone() };
            (Link { label: page.t(key).to_owned(), href: page.href(&scoped.address()) }, asked.here == here)
        })
        .to_vec()
}

/// A few things many people look for, to begin with.
fn tries(page: &Page) -> Vec<Link> {
    let words = page.t("portal.search.tries").split(';').map(str::trim).filter(|w| !w.is_empty());
    words
        .map(|word| {
            let asked = Asked { q: word.to_owned(), ..Asked::default() };
            Link { label: word.to_owned(), href: page.href(&asked.address()) }
        })
        .collect()
}

/// What was found, in the reader's words. Procedures that share a name say who does them.
fn rows(page: &Page, hits: Vec<Hit>) -> Vec<Row> {
    let names: Vec<String> = hits.iter().map(|hit| base::text::fold(&hit.title)).collect();
    let shared = |name: &str| names.iter().filter(|other| *other == name).count() > 1;
    hits.into_iter().zip(&names).map(|(hit, name)| row(page, hit, shared(name))).collect()
}

fn row(page: &Page, hit: Hit, shared: bool) -> Row {
    let facet = |name: &str| hit.facets.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    let agency = facet("agency").unwrap_or_default();
    let (about, elsewhere) = match hit.kind.as_str() {
        "procedure" => {
            let code = hit.url.rsplit('/').next().unwrap_or_default().to_owned();
            let mut about = vec![code, facet("sector").unwrap_or_default()];
            about.extend((shared && !agency.is_empty()).then(|| agency.clone()));
            (about.join(" · "), procedure::elsewhere(&agency, &hit.title))
        }
        _ => (agency, None),
    };
    let section = facet("section").and_then(|section| Kind::by_section(&section));
    Row {
        href: page.href(&hit.url),
        kind: section.map_or_else(|| kind_name(page.lang, &hit.kind), |kind| page.t(&kind.key()).to_owned()),
        day: matches!(hit.kind.as_str(), "entry" | "question").then(|| hit.at.local_date().vn()),
        lang: hit.lang,
        title_html: hit.title_html,
        snippet_html: hit.snippet_html,
        about,
        elsewhere: elsewhere.map(|name| page.fill("catalogue.procedure.elsewhere.tag", &[("name", &name)])),
    }
}

#[derive(Serialize)]
struct Suggestions {
    items: Vec<Suggested>,
}

/// One line offered: what the search box shows, and where it leads.
#[derive(Serialize)]
struct Suggested {
    text: String,
    href: String,
    kind: String,
}

/// Titles for what is being typed, at most [`SUGGESTIONS`], as the search box of the layouts reads them.
pub async fn suggest(ctx: Ctx, Pairs(pairs): Pairs<Vec<(String, String)>>) -> Result<Response> {
    let typed = pairs.iter().find(|(name, _)| name == "q").map_or("", |(_, value)| value.as_str());
    let typed: String = typed.chars().take(LONGEST).collect();
    let viewer = svc_search::viewer(ctx.actor());
    let offered = svc_search::offer(ctx.app(), typed, viewer, SUGGESTIONS).await?;
    ctx.depends_on(svc_search::cache_key("*"));
    let page = ctx.page("");
    let items = offered
        .into_iter()
        .map(|one| Suggested {
            text: one.title,
            href: page.href(&one.url),
            kind: kind_name(page.lang, &one.kind),
        })
        .collect();
    Ok(ctx.public_bytes("application/json", serde_json::to_string(&Suggestions { items })?))
}
