//! The list of procedures: words, filters, pages; all of it in the address.

use askama::Template;
use axum::{extract::Query, response::Response};
use kernel::{Ctx, Result};
use ui::{FacetOption, Link, Page, Pager};

use super::{
    filter::Filter,
    find::{self, Counts, Found, KIND},
    model::{Channel, Fee, Level},
    store::{self, Line},
    words,
};

const PER_PAGE: u64 = 20;
/// Values of a facet shown before "all".
const FOLDED: usize = 8;
/// Values of a facet shown at most.
const UNFOLDED: usize = 600;

#[derive(Template)]
#[template(path = "procedure/templates/index.html")]
struct IndexPage {
    page: Page,
    lede: String,
    heading: String,
    rows: Vec<Row>,
    pager: Pager,
    facets: Vec<Narrow>,
    chosen: Vec<Link>,
    sorts: Vec<(Link, bool)>,
    relaxed: bool,
    narrowed: Option<String>,
    offered: Vec<Row>,
}

/// One way to narrow the list.
struct Narrow {
    name: &'static str,
    label: String,
    options: Vec<FacetOption>,
    /// All values, or fewer again.
    more: Option<Link>,
    /// Whether its values are the interface's own words rather than names from the data.
    own_words: bool,
}

/// A line of the list in the reader's words.
pub(super) struct Row {
    pub href: String,
    pub code: String,
    pub name: String,
    /// The name with what was typed marked.
    pub name_html: Option<String>,
    pub level: String,
    pub sector: String,
    pub term: Option<String>,
    pub fee: String,
    /// Whether the fee is an amount or known to be none.
    pub fee_known: bool,
    pub channels: String,
    pub ended: Option<String>,
    /// Whose procedure it is, if another province's.
    pub elsewhere: Option<String>,
    /// Who does it, where another line of the list has the same name.
    pub agency: Option<String>,
}

impl Row {
    pub fn new(ctx: &Ctx, page: &Page, line: Line, name_html: Option<String>) -> Self {
        let ways = line.channels();
        // Each name stays on one line in a narrow column.
        let names: Vec<String> = ways.iter().map(|c| page.t(c.label()).replace(' ', "\u{a0}")).collect();
        let ended = line.valid_to().filter(|last| *last < ctx.today());
        Self {
            href: page.href(&super::address(&line.code)),
            name: words::name(&line.name),
            name_html,
            level: line.level().map(|l| page.t(l.label()).to_owned()).unwrap_or_default(),
            term: line.term().map(|term| words::term(page.lang, term)),
            fee: words::fee(page.lang, line.fee(), &line.fee_note),
            fee_known: !matches!(line.fee(), Fee::Unknown),
            channels: names.join(", "),
            ended: ended.map(|day| page.fill("catalogue.procedure.ended", &[("day", &day.vn())])),
            elsewhere: line
                .elsewhere()
                .map(|name| page.fill("catalogue.procedure.elsewhere.tag", &[("name", &name)])),
            agency: None,
            code: line.code,
            sector: line.sector,
        }
    }
}

/// The lines in the reader's words; those that share a name say who does it.
fn rows(ctx: &Ctx, page: &Page, found: Vec<(Line, Option<String>)>) -> Vec<Row> {
    let names: Vec<String> = found.iter().map(|(line, _)| base::text::fold(&line.name)).collect();
    let shared = |name: &str| names.iter().filter(|other| *other == name).count() > 1;
    let rows = found.into_iter().zip(&names).map(|((line, html), name)| {
        let agency = (shared(name) && !line.agency.is_empty()).then(|| line.agency.clone());
        Row { agency, ..Row::new(ctx, page, line, html) }
    });
    rows.collect()
}

/// Shows the list.
pub async fn index(ctx: Ctx, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response> {
    let filter = Filter::read(&pairs);
    let (found, counts) = find::find_counted(&ctx, &filter, PER_PAGE).await?;
    ctx.depends_on(super::CATALOGUE);
    ctx.depends_on(svc_search::cache_key(KIND));

    let mut page = ctx.page("");
    page.title = page.t("catalogue.procedure.title").to_owned();
    page.description = page.t("catalogue.procedure.description").to_owned();
    page.meta.date = ctx.today().iso();
    page.meta.source = page.t("catalogue.procedure.source.national").to_owned();
    page.query = filter.q.clone();
    // What somebody looked for is no page of its own for search engines; the catalogue's pages are.
    page.noindex = find::has_words(&filter) || filter.is_narrowed();
    let numbered =
        if found.page > 1 { Filter { unfolded: String::new(), ..filter.clone() } } else { filter.clone() };
    let query = numbered.query();
    page.path = match (found.page, query.is_empty()) {
        (1, _) => format!("/thu-tuc{query}"),
        (n, true) => format!("/thu-tuc?page={n}"),
        (n, false) => format!("/thu-tuc{query}&page={n}"),
    };
    page.crumbs = vec![ctx.home_crumb()];
    let page = page.clone().crumb(page.title, None);

    let offered = if found.total == 0 { store::popular(ctx.read(), 6).await? } else { Vec::new() };
    let template = IndexPage {
        lede: lede(&ctx, &page).await?,
        heading: heading(&page, &filter, &found),
        pager: pager(&page, &filter, &found),
        facets: facets(&page, &filter, counts),
        chosen: chosen(&page, &filter),
        sorts: sorts(&page, &filter),
        relaxed: found.relaxed,
        narrowed: filter
            .is_narrowed()
            .then(|| link(&page, &Filter { q: filter.q.clone(), ..Filter::default() })),
        rows: rows(&ctx, &page, found.lines),
        offered: offered.into_iter().map(|line| Row::new(&ctx, &page, line, None)).collect(),
        page,
    };
    ctx.public_page(&template)
}

async fn lede(ctx: &Ctx, page: &Page) -> Result<String> {
    Ok(page.count("catalogue.procedure.lede", store::count(ctx.read()).await?))
}

fn heading(page: &Page, filter: &Filter, found: &Found) -> String {
    if find::has_words(filter) {
        let count = page.number(found.total);
        page.fill("catalogue.procedure.found", &[("n", &count), ("q", &filter.q)])
    } else {
        page.count("catalogue.procedure.count", found.total)
    }
}

fn link(page: &Page, filter: &Filter) -> String {
    page.href(&format!("/thu-tuc{}", filter.query()))
}

fn pager(page: &Page, filter: &Filter, found: &Found) -> Pager {
    let pairs = filter.pairs();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (*n, v.as_str())).collect();
    Pager::new(found.page, PER_PAGE, found.total, &page.href("/thu-tuc"), &pairs)
}

fn sorts(page: &Page, filter: &Filter) -> Vec<(Link, bool)> {
    let best = if find::has_words(filter) {
        "catalogue.procedure.sort.match"
    } else {
        "catalogue.procedure.sort.needed"
    };
    [(best, false), ("catalogue.procedure.sort.name", true)]
        .map(|(key, by_name)| {
            let sorted = Filter { by_name, ..filter.clone() };
            (Link { label: page.t(key).to_owned(), href: link(page, &sorted) }, filter.by_name == by_name)
        })
        .to_vec()
}

/// What narrows the list now, each with the way to take it back.
fn chosen(page: &Page, filter: &Filter) -> Vec<Link> {
    let mut chosen = Vec::new();
    let mut add = |label: String, wider: Filter| chosen.push(Link { label, href: link(page, &wider) });
    if let Some(level) = filter.level {
        add(page.t(level.label()).to_owned(), Filter { level: None, ..filter.clone() });
    }
    if !filter.sector.is_empty() {
        add(filter.sector.clone(), Filter { sector: String::new(), ..filter.clone() });
    }
    if let Some(channel) = filter.channel {
        add(page.t(channel.label()).to_owned(), Filter { channel: None, ..filter.clone() });
    }
    if !filter.agency.is_empty() {
        add(filter.agency.clone(), Filter { agency: String::new(), ..filter.clone() });
    }
    chosen
}

fn facets(page: &Page, filter: &Filter, counts: [Counts; 4]) -> Vec<Narrow> {
    let [levels, sectors, agencies, channels] = counts;
    let fold = Filter { unfolded: String::new(), page: 1, ..filter.clone() };
    let level_name =
        |value: &str| Level::parse(value).map_or(value.to_owned(), |l| page.t(l.label()).to_owned());
    let channel_name =
        |value: &str| Channel::parse(value).map_or(value.to_owned(), |c| page.t(c.label()).to_owned());
    let narrow = |name: &'static str,
                  label: &str,
                  values: Vec<(String, u64)>,
                  own: Option<&dyn Fn(&str) -> String>,
                  current: &str| {
        let all = filter.unfolded == name;
        let many = values.len() > FOLDED;
        let total = values.len();
        let with = |value: &str| {
            let mut next = fold.clone();
            match name {
                "cap" => next.level = Level::parse(value),
                "linh-vuc" => next.sector = value.to_owned(),
                "co-quan" => next.agency = value.to_owned(),
                _ => next.channel = Channel::parse(value),
            }
            next
        };
        let mut kept: Vec<(String, u64)> =
            values.iter().take(if all { UNFOLDED } else { FOLDED }).cloned().collect();
        // What is chosen is always among them, so that it can be taken back here too.
        if let Some(hidden) = values.iter().find(|(v, _)| v == current)
            && !kept.contains(hidden)
        {
            kept.push(hidden.clone());
        }
        let options = kept.into_iter().filter(|(_, n)| *n > 0).map(|(value, count)| {
            let chosen = value == current;
            let href = link(page, &with(if chosen { "" } else { &value }));
            FacetOption {
                label: own.map_or_else(|| value.clone(), |own| own(&value)),
                href,
                count,
                current: chosen,
            }
        });
        let more = many.then(|| {
            let unfolded = if all { String::new() } else { name.to_owned() };
            let key = if all { "catalogue.procedure.facet.fewer" } else { "catalogue.procedure.facet.all" };
            Link {
                label: page.count(key, total),
                href: format!("{}#loc-{name}", link(page, &Filter { unfolded, ..filter.clone() })),
            }
        });
        Narrow {
            name,
            label: page.t(label).to_owned(),
            options: options.collect(),
            more,
            own_words: own.is_some(),
        }
    };
    let level = filter.level.map(Level::key).unwrap_or_default();
    let channel = filter.channel.map(Channel::key).unwrap_or_default();
    let mut facets = vec![
        narrow("cap", "catalogue.procedure.facet.level", levels, Some(&level_name), level),
        narrow("kenh", "catalogue.procedure.facet.channel", channels, Some(&channel_name), channel),
        narrow("linh-vuc", "catalogue.procedure.facet.sector", sectors, None, &filter.sector),
        narrow("co-quan", "catalogue.procedure.facet.agency", agencies, None, &filter.agency),
    ];
    facets.retain(|facet| !facet.options.is_empty());
    facets
}
