//! The question below a page, and the form behind it. The page is kept for everybody; the form has an address of its own
//! and is not.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use ui::{Choice, FormState, Page};

use super::{
    PAGES,
    model::{Grade, Rated, Rating, Reason},
};
use crate::{
    entry::{Kind, opened},
    guard::{Gate, What},
    site::{self, Site},
};

#[derive(Template)]
#[template(path = "rating/templates/_beside.html")]
struct Beside<'a> {
    page: &'a Page,
    action: String,
    grades: Vec<Choice>,
}

/// The question that stands below a page. `address` is the page's own, without language prefix. Pages of an agency that
/// has ended ask nothing: nobody is there to mend them.
///
/// # Errors
/// The template's.
pub fn beside(ctx: &Ctx, page: &Page, site: &Site, address: &str) -> Result<String> {
    if site.is_former(ctx.today()) {
        return Ok(String::new());
    }
    let action = page.href(&format!("{address}/danh-gia"));
    Ok(Beside { page, action, grades: grades(page) }.render()?)
}

fn grades(page: &Page) -> Vec<Choice> {
    Grade::ALL.iter().map(|grade| Choice::new(grade.code(), page.t(grade.key()))).collect()
}

/// A page that can be rated.
struct Place {
    rated: Rated,
    title: String,
    /// Its address, without language prefix.
    address: String,
}

impl Place {
    fn gate(&self) -> Gate {
        // Of a page that is no entry its word tells it apart, so that a form of one is none of another.
        let form = if self.rated.entry.is_some() { "rating" } else { self.rated.section };
        Gate { form, about: self.rated.entry.unwrap_or(self.rated.site), what: What::Vote }
    }
}

fn living(ctx: &Ctx) -> Result<std::sync::Arc<Site>> {
    let site = site::current(ctx)?;
    if site.is_former(ctx.today()) { Err(Error::NotFound) } else { Ok(site) }
}

async fn of_entry(ctx: &Ctx, section: &str, name: &str) -> Result<Place> {
    let site = living(ctx)?;
    let kind = Kind::by_section(section).ok_or(Error::NotFound)?;
    let entry = opened(ctx, site.id, kind.name, name).await?.ok_or(Error::NotFound)?;
    Ok(Place {
        rated: Rated {
            site: site.id.uuid(),
            agency: site.agency_id,
            section: kind.section,
            entry: Some(entry.id.uuid()),
        },
        address: format!("{}{}", ctx.origin().base, entry.path),
        title: entry.title,
    })
}

fn of_page(ctx: &Ctx, section: &str) -> Result<Place> {
    let site = living(ctx)?;
    let (section, title) = PAGES.into_iter().find(|(word, _)| *word == section).ok_or(Error::NotFound)?;
    Ok(Place {
        rated: Rated { site: site.id.uuid(), agency: site.agency_id, section, entry: None },
        address: format!("{}/{section}", ctx.origin().base),
        title: ui::t(ctx.lang(), title).to_owned(),
    })
}

#[derive(Template)]
#[template(path = "rating/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    sum: String,
    path: String,
    title: String,
    back: String,
    grades: Vec<Choice>,
    reasons: Vec<Choice>,
}

fn show(ctx: &Ctx, status: StatusCode, place: &Place, form: FormState) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.rating.title").to_owned();
    page.noindex = true;
    page.crumbs.push(ctx.home_crumb());
    let here = page.title.clone();
    let page = page.crumb(&place.title, Some(&place.address)).crumb(here, None);
    let shown = NewPage {
        sum: place.gate().sum(ctx, &form),
        path: page.href(&format!("{}/danh-gia", place.address)),
        title: place.title.clone(),
        back: page.href(&place.address),
        grades: grades(&page),
        reasons: Reason::ALL.iter().map(|r| Choice::new(r.code(), page.t(r.key()))).collect(),
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// What the form opens with.
#[derive(Deserialize)]
pub(super) struct Begin {
    #[serde(default)]
    muc: String,
}

fn open(ctx: &Ctx, place: &Place, begin: &Begin) -> Result<Response> {
    let mut form = FormState::default();
    if let Some(grade) = Grade::parse(&begin.muc) {
        form = form.with("grade", grade.code());
    }
    let form = place.gate().open(ctx, form);
    show(ctx, StatusCode::OK, place, form)
}

async fn send(ctx: &Ctx, place: &Place, mut form: FormState) -> Result<Response> {
    let grade = Grade::parse(form.value("grade"));
    if grade.is_none() {
        form.reject("grade", "portal.rating.wrong.grade");
    }
    let reasons: Vec<Reason> = Reason::ALL.into_iter().filter(|r| form.has("reason", r.code())).collect();
    let id: Option<Id<Rating>> = place.gate().check(ctx, &mut form)?;
    let (Some(grade), Some(id)) = (grade, id) else {
        return show(ctx, StatusCode::UNPROCESSABLE_ENTITY, place, form);
    };
    super::give(ctx, id, &place.rated, &Rating::new(grade, &reasons)).await?;
    Ok(ctx.redirect_saying(&place.address, "portal.rating.said"))
}

pub(super) async fn new_of_entry(
    ctx: Ctx,
    Path((_, section, name)): Path<(String, String, String)>,
    Query(begin): Query<Begin>,
) -> Result<Response> {
    let place = of_entry(&ctx, &section, &name).await?;
    open(&ctx, &place, &begin)
}

pub(super) async fn create_of_entry(
    ctx: Ctx,
    Path((_, section, name)): Path<(String, String, String)>,
    Form(form): Form,
) -> Result<Response> {
    let place = of_entry(&ctx, &section, &name).await?;
    send(&ctx, &place, form).await
}

pub(super) async fn new_of_about(ctx: Ctx, Query(begin): Query<Begin>) -> Result<Response> {
    open(&ctx, &of_page(&ctx, "gioi-thieu")?, &begin)
}

pub(super) async fn create_of_about(ctx: Ctx, Form(form): Form) -> Result<Response> {
    send(&ctx, &of_page(&ctx, "gioi-thieu")?, form).await
}

pub(super) async fn new_of_contact(ctx: Ctx, Query(begin): Query<Begin>) -> Result<Response> {
    open(&ctx, &of_page(&ctx, "lien-he")?, &begin)
}

pub(super) async fn create_of_contact(ctx: Ctx, Form(form): Form) -> Result<Response> {
    send(&ctx, &of_page(&ctx, "lien-he")?, form).await
}

/// The name of a section or page in the language of whoever looks.
pub(super) fn section_name(page: &Page, section: &str) -> String {
    let named = PAGES.iter().find(|(word, _)| *word == section).map(|(_, key)| page.t(key).to_owned());
    let kind = || Kind::by_section(section).map(|kind| page.t(&kind.section_key()).to_owned());
    named.or_else(kind).unwrap_or_else(|| section.to_owned())
}

/// The identifier an entry is kept under.
pub(super) fn entry_of(subject: &str) -> Option<Uuid> {
    subject.parse().ok()
}
