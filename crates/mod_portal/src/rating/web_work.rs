//! The screen on which editors see how pages of their agencies are rated.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{extract::Query, response::Response};
use base::{Id, LocalDate};
use kernel::{Ctx, Result};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use ui::{Choice, FormState, Page, Pager};

use super::{
    WORK,
    model::Sum,
    store::{self, Filter, PageRow},
    web_public::{entry_of, section_name},
};
use crate::{
    policy::READERS_SEE,
    site::{self, Offer, Site, Sites},
};

/// Pages on a page of the list.
const PER_PAGE: u64 = 25;
/// Sites in the list of all: any other is come to by its name.
const MEMBERS: u64 = 50;
/// Periods offered, in days.
const PERIODS: [i64; 3] = [30, 90, 365];

/// What the screen and the file are narrowed to.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    ky: String,
    #[serde(default)]
    site: String,
    /// Words of a site's name, by which it is looked for.
    #[serde(default)]
    trang: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    fn days(&self) -> i64 {
        self.ky.parse().ok().filter(|days| PERIODS.contains(days)).unwrap_or(PERIODS[1])
    }

    pub(super) fn filter(&self, today: LocalDate) -> Filter {
        let site = self.site.parse::<Uuid>().ok().map(Id::from_uuid);
        Filter { from: today.plus_days(1 - self.days()), to: today, site }
    }
}

/// A line of sums.
struct Line {
    name: String,
    href: String,
    sum: Sum,
    percent: i64,
}

impl Line {
    fn new(name: String, href: String, sum: Sum) -> Self {
        Self { name, href, sum, percent: sum.percent().unwrap_or(0) }
    }
}

/// A page with its sums.
struct Row {
    line: Line,
    about: String,
}

struct Why {
    name: String,
    n: i64,
    percent: i64,
}

#[derive(Template)]
#[template(path = "rating/templates/work_index.html")]
struct IndexPage {
    page: Page,
    form: FormState,
    path: String,
    export: String,
    periods: Vec<Choice>,
    sites: Offer,
    days: String,
    total: Sum,
    percent: i64,
    months: Vec<Line>,
    sections: Vec<Line>,
    members: Vec<Line>,
    /// How many there are, and which of them stand here where not all do.
    members_all: u64,
    members_told: String,
    reasons: Vec<Why>,
    rows: Vec<Row>,
    pager: Pager,
}

pub(super) async fn index(ctx: Ctx, Query(mut asked): Query<Asked>) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.rating.work.title").to_owned();
    let family = site::sites(ctx.app())?;
    let sites = Offer::new(&own_sites(&ctx, &family), page.lang, asked.site.parse().ok(), &asked.trang);
    asked.site = sites.chosen.map(|id| id.to_string()).unwrap_or_default();
    let filter = asked.filter(ctx.today());
    let (db, actor) = (ctx.read(), ctx.actor());
    let path = page.href(WORK);
    let ky = asked.days().to_string();
    let chosen = filter.site.map(|id| id.to_string()).unwrap_or_default();
    let kept = [("ky", ky.as_str()), ("site", chosen.as_str())];

    let months = store::by_month(db, actor, &filter).await?;
    let total = months.iter().fold(Sum::default(), |all, (_, sum)| all.and(*sum));
    let months = months.into_iter().map(|(month, sum)| Line::new(month_name(&month), String::new(), sum));
    let sections = store::by_section(db, actor, &filter).await?;
    let sections =
        sections.into_iter().map(|(s, sum)| Line::new(section_name(&page, &s), String::new(), sum));
    let (members, members_all) = match filter.site {
        Some(_) => Default::default(),
        None => store::by_site(db, actor, &filter, MEMBERS).await?,
    };
    let members_told = match members_all > MEMBERS {
        true => page.fill("portal.rating.work.sites_told", &[("n", &MEMBERS)]),
        false => String::new(),
    };
    let members = members.into_iter().map(|(id, sum)| {
        let name = site_name(&family, &page, id);
        let href = format!("{path}?ky={ky}&site={id}");
        Line::new(name, href, sum)
    });
    let counted = store::reasons(db, actor, &filter).await?;
    let most: i64 = counted.iter().map(|(_, n)| n).sum();
    let reasons = counted.into_iter().map(|(reason, n)| Why {
        name: page.t(reason.key()).to_owned(),
        n,
        percent: (200 * n + most) / (2 * most).max(1),
    });
    let pager = Pager::asked(&asked.page, PER_PAGE, store::count(db, actor, &filter).await?, &path, &kept);
    let found = store::pages(db, actor, &filter, PER_PAGE, pager.before()).await?;
    let rows = rows(&ctx, &page, &family, found).await?;
    let export = format!("{}?ky={ky}&site={chosen}", page.href("/quan-tri/danh-gia/xuat.csv"));
    let shown = IndexPage {
        form: FormState::default().with("ky", &ky).with("site", &chosen),
        periods: PERIODS
            .iter()
            .map(|days| Choice::new(days.to_string(), page.fill("portal.rating.work.period", &[("n", days)])))
            .collect(),
        sites,
        days: page
            .fill("portal.rating.work.between", &[("from", &filter.from.vn()), ("to", &filter.to.vn())]),
        percent: total.percent().unwrap_or(0),
        total,
        months: months.collect(),
        sections: sections.collect(),
        members: members.collect(),
        members_all,
        members_told,
        reasons: reasons.collect(),
        rows,
        pager,
        path,
        export,
        page,
    };
    ctx.html(&shown)
}

fn month_name(month: &str) -> String {
    month.split_once('-').map_or_else(|| month.to_owned(), |(year, month)| format!("{month}/{year}"))
}

pub(super) fn site_name(family: &Sites, page: &Page, id: Id<Site>) -> String {
    family.by_id(id).map(|site| site.name_in(page.lang).to_owned()).unwrap_or_default()
}

/// The sites over which somebody holds the right.
fn own_sites(ctx: &Ctx, family: &Sites) -> Vec<Arc<Site>> {
    let own = |site: &&Arc<Site>| ctx.may(READERS_SEE, Some(&site.agency_path));
    family.living(ctx.today()).filter(own).cloned().collect()
}

/// A rated page by its name, with its address while it has one.
pub(super) struct Named {
    pub title: String,
    pub href: String,
    pub site: String,
    pub section: String,
    pub sum: Sum,
}

/// The names of rated pages, asked for together.
pub(super) async fn named(ctx: &Ctx, page: &Page, family: &Sites, found: Vec<PageRow>) -> Result<Vec<Named>> {
    let ids: Vec<Uuid> = found.iter().filter_map(|row| entry_of(&row.subject)).collect();
    let mut titles = HashMap::new();
    for some in ids.chunks(200) {
        titles.extend(store::titles(ctx.read(), some).await?.into_iter().map(|one| (one.id, one)));
    }
    let named = found.into_iter().map(|row| {
        let slug = family.by_id(Id::from_uuid(row.site_id)).map_or("", |site| site.slug.as_str());
        let section = section_name(page, &row.section);
        let entry = entry_of(&row.subject).and_then(|id| titles.get(&id));
        let (title, href) = match (entry, row.subject.is_empty()) {
            (Some(entry), _) if !entry.place.is_empty() => {
                (entry.title.clone(), page.href(&format!("/s/{slug}/{}/{}", row.section, entry.place)))
            }
            (Some(entry), _) => (entry.title.clone(), String::new()),
            (None, true) => (section.clone(), page.href(&format!("/s/{slug}/{}", row.section))),
            (None, false) => (page.t("portal.rating.work.gone").to_owned(), String::new()),
        };
        let site = site_name(family, page, Id::from_uuid(row.site_id));
        Named { title, href, site, section, sum: row.sum() }
    });
    Ok(named.collect())
}

async fn rows(ctx: &Ctx, page: &Page, family: &Sites, found: Vec<PageRow>) -> Result<Vec<Row>> {
    let named = named(ctx, page, family, found).await?;
    Ok(named
        .into_iter()
        .map(|one| Row {
            about: format!("{} · {}", one.section, one.site),
            line: Line::new(one.title, one.href, one.sum),
        })
        .collect())
}
