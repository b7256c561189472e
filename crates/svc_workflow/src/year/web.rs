use askama::Template;
use axum::{extract::Query, response::Response};
use base::{LocalDate, LocalDateTime, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Result};
use ui::{Choice, FormState, Link, Page, Stat};

use super::{
    calculator::{QUANTITY, RECEIVED, Told, UNIT, reject},
    ics,
    model::{MonthGrid, Totals},
    names::{day_name, kind_class},
};
use crate::{
    answer::answer_due,
    calendar::{Calendar, Holiday, HolidayKind, Status},
    holiday::web::{asked_year, years},
    kept::{self, Almanac},
};

const PATH: &str = "/lich-lam-viec";
const FEED: &str = "/lich-lam-viec.ics";

#[derive(Template)]
#[template(path = "year/templates/index.html")]
struct IndexPage {
    page: Page,
    form: FormState,
    units: Vec<Choice>,
    told: Option<Told>,
    /// The year as asked for; empty when this year is shown of itself.
    asked_year: String,
    years: Vec<(Link, bool)>,
    covered: bool,
    projected: bool,
    stats: Vec<Stat>,
    months: Vec<MonthView>,
    rows: Vec<Named>,
    months_title: String,
    list_title: String,
    upcoming: Option<Named>,
    weekdays: Vec<(String, String)>,
    feed: String,
}

struct MonthView {
    id: String,
    /// Whether it is this month or the next: on phones these stand first.
    near: bool,
    title: String,
    grid: MonthGrid,
    named: Vec<Named>,
}

/// A day that is not what its weekday says.
struct Named {
    iso: String,
    day: String,
    /// `30/4`.
    short: String,
    class: &'static str,
    kind: &'static str,
    name: String,
    status: &'static str,
    projected: bool,
    source: String,
}

impl Named {
    fn new(page: &Page, holiday: &Holiday) -> Self {
        let date = holiday.date.0;
        Self {
            iso: holiday.date.iso(),
            day: day_name(page.lang, holiday.date),
            short: format!("{}/{}", date.day(), u8::from(date.month())),
            class: kind_class(holiday.kind),
            kind: holiday.kind.label(),
            name: holiday.name.clone(),
            status: holiday.status.label(),
            projected: holiday.status == Status::Projected,
            source: String::new(),
        }
    }
}

/// The parameters of the page, each at most once.
struct Asked(Vec<(String, String)>);

impl Asked {
    fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether the calculator was sent.
    fn a_question(&self) -> bool {
        [RECEIVED, QUANTITY, UNIT].iter().any(|name| self.value(name).is_some())
    }
}

pub(super) async fn index(ctx: Ctx, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response> {
    ctx.depends_on(kept::CALENDAR);
    let asked = Asked(pairs);
    let almanac = kept::almanac(ctx.app())?;
    let mut form = FormState::default()
        .with(RECEIVED, format!("{}T08:00", ctx.today()))
        .with(QUANTITY, "")
        .with(UNIT, "wd");
    let mut told = None;
    if asked.a_question() {
        for name in [RECEIVED, QUANTITY, UNIT] {
            form = form.with(name, asked.value(name).unwrap_or_default());
        }
        let [received, quantity, unit] = [RECEIVED, QUANTITY, UNIT].map(|name| form.value(name).to_owned());
        let accepted = LocalDateTime::parse(&received).map_or_else(|_| ctx.today(), LocalDateTime::date);
        let hours = kept::province_hours(ctx.app(), accepted)?;
        match answer_due(&almanac.calendar, &hours, &received, &quantity, &unit, ctx.lang()) {
            Ok(answer) => told = Some(Told::new(answer, ctx.lang())),
            Err(faults) => reject(&mut form, faults),
        }
    }
    let year = asked_year(&ctx, asked.value("nam"))?;
    let asked_year = asked.value("nam").map(|_| year.to_string()).unwrap_or_default();
    let wrong = !form.is_ok();
    let template = page_of(&ctx, &almanac, year, asked_year, form, told);
    if wrong {
        ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &template)
    } else if asked.a_question() {
        // Questions are as many as people: kept, they would push out pages that many read.
        ctx.html(&template)
    } else {
        ctx.public_page(&template)
    }
}

fn page_of(
    ctx: &Ctx,
    almanac: &Almanac,
    year: i32,
    asked_year: String,
    form: FormState,
    told: Option<Told>,
) -> IndexPage {
    let calendar = &almanac.calendar;
    let mut page = ctx.page("");
    page.title = page.fill("workflow.year.title", &[("year", &year)]);
    page.description = page.t("workflow.year.lede").to_owned();
    let page = page_with_crumbs(ctx, page);
    // Months since January of the year shown: of another year none is near.
    let this = i32::from(u8::from(ctx.today().0.month())) + 12 * (ctx.today().0.year() - year);
    let months = MonthGrid::year(calendar, year, ctx.today())
        .into_iter()
        .map(|grid| MonthView {
            id: format!("thang-{}", grid.number),
            near: (0..2).contains(&(i32::from(grid.number) - this)),
            title: page.t(&format!("workflow.month.{}", grid.number)).to_owned(),
            named: grid.named.iter().map(|holiday| Named::new(&page, holiday)).collect(),
            grid,
        })
        .collect();
    let rows: Vec<Named> = almanac
        .entries
        .iter()
        .filter(|entry| entry.holiday.date.0.year() == year)
        .map(|entry| Named { source: entry.source.clone(), ..Named::new(&page, &entry.holiday) })
        .collect();
    let units = ["wd", "day", "hour", "month"]
        .map(|unit| Choice::new(unit, page.t(&format!("workflow.unit.{unit}"))))
        .to_vec();
    let weekdays = (1..=7)
        .map(|n| {
            let short = page.t(&format!("workflow.weekday_short.{n}")).to_owned();
            (short, page.t(&format!("workflow.weekday.{n}")).to_owned())
        })
        .collect();
    IndexPage {
        covered: calendar.covers(year),
        projected: rows.iter().any(|row| row.projected),
        stats: stats(&page, calendar, year),
        years: years(&page, &almanac.entries, ctx.today().0.year(), year, PATH),
        upcoming: upcoming(calendar, ctx.today()).map(|holiday| Named::new(&page, holiday)),
        months_title: page.fill("workflow.year.months", &[("year", &year)]),
        list_title: page.fill("workflow.year.list", &[("year", &year)]),
        feed: page.href(FEED),
        page,
        form,
        units,
        told,
        asked_year,
        months,
        rows,
        weekdays,
    }
}

fn page_with_crumbs(ctx: &Ctx, mut page: Page) -> Page {
    page.crumbs.push(ctx.home_crumb());
    let title = page.title.clone();
    page.crumb(title, None)
}

fn stats(page: &Page, calendar: &Calendar, year: i32) -> Vec<Stat> {
    let totals = Totals::of(calendar, year);
    [
        (totals.working, "workflow.year.stat_working"),
        (totals.off, "workflow.year.stat_off"),
        (totals.swapped, "workflow.year.stat_swapped"),
    ]
    .map(|(count, label)| Stat {
        value: page.number(count),
        label: page.t(label).to_owned(),
        href: String::new(),
    })
    .to_vec()
}

/// The next day, today included, on which offices are closed though the week says otherwise, or open on a rest day.
fn upcoming(calendar: &Calendar, today: LocalDate) -> Option<&Holiday> {
    let matters = |h: &&Holiday| h.kind != HolidayKind::Off || h.date.weekday().number_from_monday() <= 5;
    calendar.holidays().filter(|h| h.date >= today).find(matters)
}

pub(super) async fn feed(ctx: Ctx) -> Result<Response> {
    ctx.depends_on(kept::CALENDAR);
    let calendar = kept::calendar_of(ctx.app())?;
    let host = &ctx.app().config().domain;
    // The start of the day: the same bytes all day long, so that a program that asks again is told nothing changed.
    let midnight = Timestamp::from_local(ctx.today().at(time::Time::MIDNIGHT));
    Ok(ctx.public_bytes("text/calendar; charset=utf-8", ics::feed(&calendar, host, midnight, ctx.lang())))
}
