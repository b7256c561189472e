use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Id, LocalDate};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use svc_org::{Agency, Tree};
use ui::{FormState, Message, Page, Pager};
use uuid::Uuid;

use super::{
    form::{field, filled, hours, written},
    model::Book,
};
use crate::{calendar::WEEKDAYS, kept, policy::HOURS_EDIT, year::names::day_name};

const LIST: &str = "/quan-tri/gio-lam-viec";

/// Agencies on a page of the list.
const PER_PAGE: usize = 25;

/// An agency and its hours today.
struct Row {
    name: String,
    href: String,
    ordinary: String,
    /// Whose hours they are, in words.
    origin: String,
}

impl Row {
    fn new(page: &Page, tree: &Tree, book: &Book, agency: &Agency, today: LocalDate) -> Self {
        let origin = match book.period_of(&agency.path, today) {
            None => page.t("workflow.hours.usual").to_owned(),
            Some(period) if period.agency == agency.id.uuid() => {
                page.fill("workflow.hours.own", &[("date", &period.from.vn())])
            }
            Some(period) => {
                let above = tree.get(Id::from_uuid(period.agency)).map_or("", |a| a.full_name.as_str());
                page.fill("workflow.hours.inherited", &[("agency", &above)])
            }
        };
        Self {
            name: agency.full_name.clone(),
            href: page.href(&format!("{LIST}/{}", agency.id)),
            ordinary: written(book.of(&agency.path, today).ordinary()),
            origin,
        }
    }
}

#[derive(Template)]
#[template(path = "hours/templates/index.html")]
struct IndexPage {
    page: Page,
    rows: Vec<Row>,
    pager: Pager,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let mut page = ctx.page(ui::t(ctx.lang(), "workflow.hours.index"));
    let (tree, almanac) = (svc_org::tree(ctx.app())?, kept::almanac(ctx.app())?);
    let q = asked.q.trim();
    let found = if q.is_empty() { tree.at(ctx.today()) } else { tree.search(q) };
    let reached: Vec<_> =
        found.into_iter().filter(|a| a.is_valid(ctx.today()) && ctx.may(HOURS_EDIT, Some(&a.path))).collect();
    let (path, total) = (page.href(LIST), reached.len() as u64);
    let pager = Pager::asked(&asked.page, PER_PAGE as u64, total, &path, &[("q", q)]);
    let rows: Vec<Row> = reached
        .into_iter()
        .skip(pager.before() as usize)
        .take(PER_PAGE)
        .map(|agency| Row::new(&page, &tree, &almanac.hours, agency, ctx.today()))
        .collect();
    q.clone_into(&mut page.query);
    ctx.html(&IndexPage { page, rows, pager })
}

#[derive(Template)]
#[template(path = "hours/templates/show.html")]
struct ShowPage {
    page: Page,
    form: FormState,
    action: String,
    now: Row,
    /// The agency's own periods: since when, and the ordinary sessions.
    periods: Vec<(String, String)>,
    counted: Vec<(String, String)>,
    intake: Vec<(String, String)>,
    counted_open: bool,
    intake_open: bool,
}

/// The agency, if this actor may set its hours.
fn agency(ctx: &Ctx, id: Uuid) -> Result<Arc<Agency>> {
    let tree = svc_org::tree(ctx.app())?;
    let agency = tree.get(Id::from_uuid(id)).ok_or(Error::NotFound)?;
    if ctx.may(HOURS_EDIT, Some(&agency.path)) { Ok(Arc::clone(agency)) } else { Err(Error::Forbidden) }
}

fn page_of(ctx: &Ctx, agency: &Agency, form: FormState) -> Result<ShowPage> {
    let almanac = kept::almanac(ctx.app())?;
    let mut page = ctx.page("");
    page.title = page.fill("workflow.hours.title", &[("agency", &agency.full_name)]);
    let index = page.t("workflow.hours.index").to_owned();
    let page = page.crumb(index, Some(LIST)).crumb(&agency.full_name, None);
    let fields = |kind: &str| -> Vec<(String, String)> {
        let label = |n: u8| page.t(&format!("workflow.weekday.{n}")).to_owned();
        WEEKDAYS.map(|weekday| (field(kind, weekday), label(weekday.number_from_monday()))).to_vec()
    };
    let (counted, intake) = (fields("counted"), fields("intake"));
    let filled_in = |fields: &[(String, String)]| fields.iter().any(|(name, _)| !form.value(name).is_empty());
    let periods = almanac
        .hours
        .own(agency.id.uuid())
        .iter()
        .rev()
        .map(|period| (day_name(page.lang, period.from), written(period.hours.ordinary())))
        .collect();
    let tree = svc_org::tree(ctx.app())?;
    Ok(ShowPage {
        now: Row::new(&page, &tree, &almanac.hours, agency, ctx.today()),
        action: page.href(&format!("{LIST}/{}", agency.id)),
        counted_open: filled_in(&counted),
        intake_open: filled_in(&intake),
        periods,
        counted,
        intake,
        page,
        form,
    })
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    let agency = agency(&ctx, id)?;
    let almanac = kept::almanac(ctx.app())?;
    let present = almanac.hours.of(&agency.path, ctx.today());
    let form = filled(&present, ctx.today(), almanac.hours.times_set(id));
    ctx.html(&page_of(&ctx, &agency, form)?)
}

pub(super) async fn create(ctx: Ctx, Path(id): Path<Uuid>, Form(mut form): Form) -> Result<Response> {
    let agency = agency(&ctx, id)?;
    let Some((from, hours)) = hours(&mut form) else {
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page_of(&ctx, &agency, form)?);
    };
    match super::set(&ctx, &agency, from, hours, form.version()).await {
        Err(error) if error.is_stale() => {
            let almanac = kept::almanac(ctx.app())?;
            let kept = filled(&almanac.hours.of(&agency.path, from), from, almanac.hours.times_set(id));
            let form = form.beside(&kept, almanac.hours.times_set(id));
            return ctx.html_with(StatusCode::CONFLICT, &page_of(&ctx, &agency, form)?);
        }
        set => set?,
    };
    let said = Message::new("workflow.hours.saved").with("date", from.vn());
    Ok(ctx.redirect_saying(&format!("{LIST}/{id}"), said))
}
