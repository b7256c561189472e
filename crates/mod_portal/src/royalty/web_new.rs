//! A new award for one entry.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::{LocalDate, Vnd};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use ui::{Choice, FormState, Page};

use super::{
    WORK,
    form::{self, BY_LOGIN, BY_NAME},
    lines::{AwardLine, award_lines, money, range},
    model::{Coefficient, deciding_path},
    month::Month,
    payee::{Oneself, Payee, People},
    place::{self, Place},
    propose::Proposal,
    rate::{Book, Genre},
    store::{self, works},
    web_index::payee_choices,
    web_rows::said,
};
use crate::{policy::ROYALTY_PROPOSE, site::Site, typed::with_faults};

/// What a new award is for.
#[derive(Deserialize)]
pub(super) struct For {
    #[serde(default)]
    bai: String,
    #[serde(default)]
    site: String,
}

/// What is chosen from.
pub(super) struct Choices {
    pub payees: Vec<Choice>,
    pub genres: Vec<Choice>,
    pub months: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "royalty/templates/new.html")]
struct NewPage {
    page: Page,
    path: String,
    back: String,
    form: FormState,
    title: String,
    day: String,
    site: String,
    unit: String,
    /// The day of the revision readers see, where an older one was awarded for.
    revised: String,
    /// What one coefficient is worth for it as new work.
    revised_unit: String,
    /// What was awarded for the entry so far.
    before: Vec<AwardLine>,
    choices: Choices,
}

pub(super) async fn new(ctx: Ctx, Query(asked): Query<For>) -> Result<Response> {
    let form = FormState::default().with("entry", &asked.bai).with("site", &asked.site).with("share", 100);
    show_new(&ctx, StatusCode::OK, form).await
}

async fn show_new(ctx: &Ctx, status: StatusCode, mut form: FormState) -> Result<Response> {
    let present = Month::of(ctx.today());
    // Only the site matters here; the month is chosen in the form.
    let place =
        place::of_form(ctx, &FormState::default().with("site", form.value("site")).with("month", present))?;
    let site = place.site.as_ref();
    let entry: Uuid = form.value("entry").parse().map_err(|_| Error::NotFound)?;
    let published = works::published(ctx.read(), site.id, entry).await?.ok_or(Error::NotFound)?;
    let work = &published.work;
    let months = open_months(ctx, site, Month::of(work.published_on)).await?;
    if form.value("month").is_empty() {
        let from = if published.awarded_before { published.revised_on } else { work.published_on };
        let usual = months.iter().find(|month| **month >= Month::of(from));
        if let Some(month) = usual.or_else(|| months.first()) {
            form = form.with("month", month);
        }
    }
    form = form.with("revision", work.revision);
    let page = ctx.page(ui::t(ctx.lang(), "portal.royalty.new.title"));
    let path = deciding_path(&site.agency_path, site.validity.to(), ctx.today());
    let oneself = Oneself::of_ctx(ctx, ROYALTY_PROPOSE, path).await?;
    let book = Book::open(ctx.read()).await?;
    let unit = |day| book.unit_on(day).map(|unit| money(&page, Vnd(unit.value))).unwrap_or_default();
    let mut days = vec![work.published_on];
    let (mut revised, mut revised_unit, mut before) = (String::new(), String::new(), Vec::new());
    if published.awarded_before {
        days.push(published.revised_on);
        revised = published.revised_on.vn();
        revised_unit = unit(published.revised_on);
        before = award_lines(&page, store::of_entries(ctx.read(), &[entry]).await?, &oneself);
    }
    let unit = unit(work.published_on);
    let choices = Choices {
        months: months.iter().map(|month| Choice::new(month.to_string(), month.vn())).collect(),
        ..choices(ctx, &page, site, &published.author, entry, &days, (&book, &oneself)).await?
    };
    let back = place::path(&Place { month: months.first().copied().unwrap_or(present), ..place.clone() });
    let (list, here) = (page.t("portal.royalty.work.title").to_owned(), page.title.clone());
    let page = page.crumb(list, Some(&back)).crumb(here, None);
    let shown = NewPage {
        path: page.href(WORK),
        back: page.href(&back),
        title: work.title.clone(),
        day: work.published_on.vn(),
        site: site.name_in(page.lang).to_owned(),
        unit,
        revised,
        revised_unit,
        before,
        choices,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// The months that still take an award for what was published in this one: it, and those after it.
pub(super) async fn open_months(ctx: &Ctx, site: &Site, from: Month) -> Result<Vec<Month>> {
    let closed = store::closed_since(ctx.read(), site.id, from).await?;
    let present = Month::of(ctx.today());
    let months = std::iter::successors(Some(present), |month| Some(month.previous()));
    let months = months.take_while(|month| *month >= from).take(24);
    let mut open: Vec<Month> = months.filter(|month| !closed.contains(&month.to_string())).collect();
    open.reverse();
    Ok(open)
}

/// Payees, and the genres there were on any of these days.
///
/// # Errors
/// The database's.
pub(super) async fn choices(
    ctx: &Ctx,
    page: &Page,
    site: &Site,
    author: &str,
    entry: Uuid,
    days: &[LocalDate],
    (book, oneself): (&Book, &Oneself),
) -> Result<Choices> {
    let writers = works::writers(ctx.read(), &[entry]).await?;
    let people = People::of(ctx.app(), ctx.read(), site, ctx.today()).await?;
    let people = people.and_writers(ctx.read(), &writers).await?;
    let mut payees = payee_choices(page, &people, Payee::named(author).as_ref(), oneself);
    payees.push(Choice::new(BY_NAME, page.t("portal.royalty.form.by_name")));
    payees.push(Choice::new(BY_LOGIN, page.t("portal.royalty.form.by_login")));
    let mut genres: Vec<&Genre> = Vec::new();
    for genre in days.iter().flat_map(|day| book.genres_on(*day)) {
        if genres.iter().all(|known| known.code != genre.code) {
            genres.push(genre);
        }
    }
    let choice = |genre: &Genre| {
        let range = range(page, Coefficient(genre.smallest), Coefficient(genre.largest));
        Choice::new(genre.code.clone(), format!("{} ({range})", genre.name_in(page.lang)))
    };
    Ok(Choices { payees, genres: genres.into_iter().map(choice).collect(), months: Vec::new() })
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let terms = form::terms(ctx.read(), &mut form).await?;
    let month = form::month(&mut form, "month");
    let again = form::again(&mut form);
    let (Some(terms), Some(month), Some(again), true) = (terms, month, again, form.is_ok()) else {
        return show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    };
    let place = place::of_form(&ctx, &form)?;
    let entry = form.value("entry").parse().map_err(|_| Error::NotFound)?;
    let revision = form.value("revision").parse().unwrap_or(0);
    let proposal = Proposal { row: String::new(), entry, revision, again, terms };
    match super::propose(&ctx, place.site.id, month, vec![proposal]).await {
        Ok(n) => Ok(ctx.redirect_saying(&place::path(&place), said(n))),
        Err(Error::Invalid(faults)) => {
            let form = with_faults(form, &faults);
            show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
        Err(Error::Conflict(message)) => {
            form.reject("month", message);
            show_new(&ctx, StatusCode::CONFLICT, form).await
        }
        Err(error) => Err(error),
    }
}
