//! The list editors work from.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::Id;
use kernel::{Ctx, Result};
use serde::Deserialize;
use ui::{Choice, FormState, Page, Pager, Turn, Turns};

use super::{
    WORK, desk,
    model::Status,
    store::{
        listing::{self, COUNTED, Filter},
        work,
    },
    view,
};
use crate::{
    policy::ENTRY_PUBLISH,
    site::{self, writable, writable_choices},
};

/// Entries on a page of the work list.
const PER_PAGE: usize = 25;
/// Sites from which on the list is read by the last change, not site by site.
const BROAD: usize = 300;

#[derive(Deserialize)]
pub(super) struct IndexQuery {
    #[serde(default)]
    status: String,
    #[serde(default)]
    site: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    sau: String,
    #[serde(default)]
    truoc: String,
    #[serde(default)]
    cuoi: String,
}

struct Row {
    /// `identifier:version`, as acts on many name it.
    key: String,
    /// What marking it says.
    pick: String,
    href: String,
    title: String,
    site: String,
    writer: String,
    status: &'static str,
    color: &'static str,
    note: String,
    when: (String, String),
}

#[derive(Template)]
#[template(path = "entry/templates/work_index.html")]
struct IndexPage {
    page: Page,
    path: String,
    new: String,
    tabs: Vec<(String, String, bool)>,
    form: FormState,
    sites: Vec<Choice>,
    rows: Vec<Row>,
    turns: Turns,
    /// Whether words were looked for among the latest only.
    partly: bool,
    filtered: bool,
    /// Whether to offer what only publishers may do.
    may_publish: bool,
}

pub(super) async fn index(ctx: Ctx, Query(query): Query<IndexQuery>) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.entry.work.title").to_owned();
    let words: String = base::text::nfc(&query.q).chars().take(100).collect();
    let broad = writable(&ctx)?.len() > BROAD;
    let filter = Filter { status: Status::parse(&query.status), site: query.site.parse().ok(), words, broad };
    // What is found by words is shown, not counted.
    let counts = match filter.words.is_empty() {
        true => listing::counts(ctx.read(), ctx.actor(), &filter).await?,
        false => Vec::new(),
    };
    let all: u64 = counts.iter().map(|(_, n)| n).sum();
    let turn = Turn::read(|name| {
        let said = [("sau", &query.sau), ("truoc", &query.truoc), ("cuoi", &query.cuoi)];
        said.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    });
    let leaf = listing::leaf(ctx.read(), ctx.actor(), &filter, &turn, PER_PAGE).await?;
    let code = filter.status.map_or("", Status::code);
    let site = filter.site.map(|id| id.to_string()).unwrap_or_default();
    let path = page.href(WORK);
    let filters = [("status", code), ("site", site.as_str()), ("q", filter.words.as_str())];
    let end =
        |there: bool, row: Option<&listing::Listed>| row.filter(|_| there).map(|row| row.id.to_string());
    let (before, after) = (end(leaf.before, leaf.rows.first()), end(leaf.after, leaf.rows.last()));
    let turns = Turns::new(&path, &filters, before.as_deref(), after.as_deref());

    let tab = |code: &str, label: &str, n: Option<u64>, on: bool| {
        let filters = [("status", code), ("site", site.as_str()), ("q", filter.words.as_str())];
        let href = Pager::new(1, 1, 0, &path, &filters).href;
        let label = match n {
            None => label.to_owned(),
            Some(n) if n > COUNTED => format!("{label} ({}+)", page.number(COUNTED as i64)),
            Some(n) => format!("{label} ({})", page.number(n as i64)),
        };
        (label, href.trim_end_matches(['&', '?']).to_owned(), on)
    };
    let counted = |n: u64| (!counts.is_empty()).then_some(n);
    let mut tabs = vec![tab("", page.t("portal.entry.work.all"), counted(all), filter.status.is_none())];
    for status in Status::ALL {
        let n = counts.iter().find(|(known, _)| *known == status).and_then(|(_, n)| counted(*n));
        tabs.push(tab(status.code(), page.t(status.key()), n, filter.status == Some(status)));
    }
    let found = leaf.rows;
    let family = site::sites(ctx.app())?;
    let writers: Vec<_> = found.iter().filter_map(|row| row.writer_id).collect();
    let names = work::names(ctx.read(), &writers).await?;
    let rows = found.into_iter().map(|row| {
        let status = row.status();
        let shown = row.published_revision.is_some() && status != Status::Published;
        let note = match row.publish_at {
            Some(at) => {
                page.fill("portal.entry.work.planned", &[("when", &base::Timestamp(at).local().vn())])
            }
            None if shown => page.t("portal.entry.work.still_public").to_owned(),
            None => String::new(),
        };
        Row {
            key: format!("{}:{}", row.id, row.version),
            pick: page.fill("portal.entry.bulk.pick", &[("title", &row.title)]),
            href: page.href(&desk::path(Id::from_uuid(row.id))),
            site: family.by_id(Id::from_uuid(row.site_id)).map_or("", |s| s.name_in(page.lang)).to_owned(),
            writer: row.writer_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            status: status.key(),
            color: status.color(),
            note,
            when: view::words(row.at()),
            title: row.title,
        }
    });
    let rows = rows.collect();
    let sites = writable_choices(&ctx, filter.site)?;
    let filtered = filter.status.is_some() || filter.site.is_some() || !filter.words.is_empty();
    let form = FormState::default().with("q", &filter.words).with("site", &site).with("status", code);
    let new = page.href("/quan-tri/noi-dung/moi");
    let may_publish = ctx.may(ENTRY_PUBLISH, None);
    let partly = broad && filter.site.is_none() && !filter.words.is_empty();
    ctx.html(&IndexPage { page, path, new, tabs, form, sites, rows, turns, partly, filtered, may_publish })
}
