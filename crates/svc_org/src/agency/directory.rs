use askama::Template;
use axum::{extract::Query, response::Response};
use base::LocalDate;
use kernel::{Ctx, Result};
use serde::Deserialize;
use ui::{Facet, FacetOption, FormState, Page};

use super::{
    ALL, Agency, Kind,
    view::{Group, Line, by_letter, kind_of, kinds, line, standing},
};
use crate::{tree, tree::Tree};

/// At most this many results of a search: more words narrow better than more pages.
const MOST: usize = 100;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Params {
    q: String,
    loai: String,
    ngay: String,
}

#[derive(Template)]
#[template(path = "agency/templates/index.html")]
struct IndexPage {
    page: Page,
    form: FormState,
    kind: &'static str,
    /// What the list shows, in words.
    summary: String,
    facets: Vec<Facet>,
    found: bool,
    /// Results of a search: those that exist on the day, then the others.
    present: Vec<Line>,
    others: Vec<Line>,
    /// Without a search: bodies by kind, then communes by letter.
    groups: Vec<Group>,
    letters: Vec<Group>,
    former: Vec<Line>,
}

pub(super) async fn index(ctx: Ctx, Query(params): Query<Params>) -> Result<Response> {
    ctx.depends_on(ALL);
    let tree = tree(ctx.app())?;
    let mut form = FormState::default().with("q", &params.q).with("ngay", &params.ngay);
    let day = read_day(&mut form, ctx.today());
    let kind = Kind::parse(&params.loai);
    let mut page = ctx.page("");
    page.title = page.t("org.directory.title").to_owned();
    page.description = page.t("org.directory.lede").to_owned();
    page.meta.date = ctx.today().iso();
    page.query.clone_from(&params.q);
    page.crumbs = vec![ctx.home_crumb()];
    let page = page.crumb(ui::t(ctx.lang(), "org.directory.title"), None);
    let mut view = IndexPage {
        facets: vec![facet(&page, &tree, &params, kind, day)],
        kind: kind.map_or("", Kind::as_str),
        summary: String::new(),
        found: false,
        present: Vec::new(),
        others: Vec::new(),
        groups: Vec::new(),
        letters: Vec::new(),
        former: Vec::new(),
        form,
        page,
    };
    if base::text::fold(&params.q).is_empty() {
        view.browse(&tree, kind, day);
        return ctx.public_page(&view);
    }
    view.find(&tree, &params.q, kind, day);
    // Whatever people type is not worth keeping in memory.
    ctx.html(&view)
}

/// The day asked about; one that cannot be read is said so and replaced by today.
fn read_day(form: &mut FormState, today: LocalDate) -> LocalDate {
    let given = form.text("ngay");
    if given.is_empty() {
        return today;
    }
    LocalDate::parse(&given).unwrap_or_else(|_| {
        form.reject("ngay", "org.form.date");
        today
    })
}

fn facet(page: &Page, tree: &Tree, params: &Params, chosen: Option<Kind>, day: LocalDate) -> Facet {
    let searched;
    let all: Vec<&Agency> = if params.q.trim().is_empty() {
        tree.at(day).into_iter().map(AsRef::as_ref).collect()
    } else {
        searched = tree.search(&params.q);
        searched.iter().map(|a| a.as_ref()).collect()
    };
    let href = |kind: &str| {
        let pager =
            ui::Pager::new(1, 1, 0, "/co-quan", &[("q", &params.q), ("ngay", &params.ngay), ("loai", kind)]);
        page.href(pager.href.trim_end_matches(['?', '&']))
    };
    let options = kinds(all.iter().copied()).into_iter().map(|(kind, count)| {
        let current = chosen == Some(kind);
        let href = href(if current { "" } else { kind.as_str() });
        FacetOption { label: page.t(kind.label()).to_owned(), href, count, current }
    });
    Facet { name: "loai".to_owned(), label: page.t("org.field.kind").to_owned(), options: options.collect() }
}

impl IndexPage {
    fn find(&mut self, tree: &Tree, q: &str, kind: Option<Kind>, day: LocalDate) {
        self.found = true;
        let page = &self.page;
        let all = tree.search(q);
        let hits = all.into_iter().filter(|a| kind.is_none_or(|k| a.kind == k));
        let (present, others): (Vec<_>, Vec<_>) = hits.partition(|a| a.is_valid(day));
        let words = page.fill("org.directory.found", &[("n", &page.number(present.len() + others.len()))]);
        self.present = present.iter().take(MOST).map(|a| line(page, a, kind_of(page, a))).collect();
        self.others = others
            .iter()
            .take(MOST)
            .map(|a| line(page, a, standing(page, a, &tree.became(a.id), day)))
            .collect();
        self.summary = words;
    }

    fn browse(&mut self, tree: &Tree, kind: Option<Kind>, day: LocalDate) {
        let page = &self.page;
        let all: Vec<&Agency> = tree
            .at(day)
            .into_iter()
            .map(AsRef::as_ref)
            .filter(|a: &&Agency| kind.is_none_or(|k| a.kind == k))
            .collect();
        let root = tree.root(day).map(|agency| agency.id);
        self.summary =
            page.fill("org.directory.count", &[("n", &page.number(all.len())), ("day", &day.vn())]);
        for (kind, _) in kinds(all.iter().copied()).into_iter().filter(|(k, _)| *k != Kind::Commune) {
            let of: Vec<&Agency> = all.iter().copied().filter(|a| a.kind == kind).collect();
            // Of very many those below others are found by their names, or on the page of what they belong to.
            let few = of.len() <= MOST;
            let lines = of.into_iter().filter(|a| few || a.parent == root);
            let group = Group {
                title: page.t(kind.label()).to_owned(),
                lines: lines.map(|a| line(page, a, String::new())).collect(),
            };
            self.groups.push(group);
        }
        let communes: Vec<&Agency> = all.iter().copied().filter(|a| a.kind == Kind::Commune).collect();
        self.letters = by_letter(page, &communes);
        // Units of an earlier day have their own way in, by date; here only bodies that people still look for.
        let former = tree.all().filter(|a| !a.kind.is_unit() && a.has_ended(day));
        self.former = former
            .filter(|a| kind.is_none_or(|k| a.kind == k))
            .map(|a| line(page, a, standing(page, a, &tree.became(a.id), day)))
            .collect();
    }
}
