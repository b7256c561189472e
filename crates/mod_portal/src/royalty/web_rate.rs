//! The rates as the province's administrators edit them.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::{LocalDate, Vnd};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{Choice, FormState, Page};

use super::{
    RATES,
    lines::{money, range},
    model::Coefficient,
    rate::{self, BASIS_MAX, Book, Genre, GenreDetails, NAME_MAX, UNIT_MAX, Unit, Validity},
    store::rates,
};
use crate::{
    policy::ROYALTY_RATE,
    typed::{line, required_line},
};

/// In the address: a new one.
const NEW: &str = "moi";

struct Row {
    href: String,
    name: String,
    value: String,
    when: String,
    now: bool,
    basis: String,
    verified: bool,
}

#[derive(Template)]
#[template(path = "royalty/templates/rates.html")]
struct RatesPage {
    page: Page,
    path: String,
    genres: Vec<Row>,
    units: Vec<Row>,
    known: Vec<Choice>,
    unverified: bool,
    /// The form of a genre or, with `unit`, of a value.
    form: FormState,
    unit: bool,
}

/// Which row is edited.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    sua: String,
    #[serde(default)]
    don_gia: String,
}

/// Rates hold for the whole province.
fn only_province(ctx: &Ctx) -> Result<()> {
    if crate::is_provinces(ctx, ROYALTY_RATE)? { Ok(()) } else { Err(Error::Forbidden) }
}

fn filled_genre(genre: &Genre) -> FormState {
    FormState::default()
        .with("id", &genre.id)
        .with("code", &genre.code)
        .with("name", &genre.name)
        .with("name_en", &genre.name_en)
        .with("smallest", Coefficient(genre.smallest))
        .with("largest", Coefficient(genre.largest))
        .with("valid_from", &genre.valid_from)
        .with("valid_to", genre.valid_to.as_deref().unwrap_or_default())
        .with("basis", &genre.basis)
        .with("verified", if genre.is_verified() { "1" } else { "" })
        .with("version", genre.version)
}

fn filled_unit(unit: &Unit) -> FormState {
    FormState::default()
        .with("id", &unit.id)
        .with("value", unit.value)
        .with("valid_from", &unit.valid_from)
        .with("valid_to", unit.valid_to.as_deref().unwrap_or_default())
        .with("basis", &unit.basis)
        .with("verified", if unit.is_verified() { "1" } else { "" })
        .with("version", unit.version)
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    only_province(&ctx)?;
    let (form, unit) = match (asked.sua.as_str(), asked.don_gia.as_str()) {
        ("", "") => (FormState::default(), false),
        ("", NEW) => (FormState::default(), true),
        ("", id) => (filled_unit(&rates::unit(ctx.read(), id).await?.ok_or(Error::NotFound)?), true),
        (id, _) => (filled_genre(&rates::genre(ctx.read(), id).await?.ok_or(Error::NotFound)?), false),
    };
    show(&ctx, StatusCode::OK, form, unit).await
}

async fn show(ctx: &Ctx, status: StatusCode, form: FormState, unit: bool) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.royalty.rate.title").to_owned();
    let path = page.href(RATES);
    let book = Book::open(ctx.read()).await?;
    let (genres, units) = (&book.genres, &book.units);
    let now = |code: &str| book.genre_on(code, ctx.today()).map(|row| row.id.as_str());
    let unit_now = book.unit_on(ctx.today()).map(|row| row.id.as_str());
    let when = |from: &str, to: Option<&str>| {
        let day = |day: &str| LocalDate::parse(day).map(LocalDate::vn).unwrap_or_default();
        match to {
            Some(to) => page.fill("portal.royalty.rate.from_to", &[("from", &day(from)), ("to", &day(to))]),
            None => page.fill("portal.royalty.rate.from", &[("from", &day(from))]),
        }
    };
    let genre_row = |genre: &Genre| Row {
        href: format!("{path}?sua={}#edit", genre.id),
        name: genre.name_in(page.lang).to_owned(),
        value: range(&page, Coefficient(genre.smallest), Coefficient(genre.largest)),
        when: when(&genre.valid_from, genre.valid_to.as_deref()),
        now: now(&genre.code) == Some(genre.id.as_str()),
        verified: genre.is_verified(),
        basis: genre.basis.clone(),
    };
    let unit_row = |unit: &Unit| Row {
        href: format!("{path}?don_gia={}#edit-unit", unit.id),
        name: money(&page, Vnd(unit.value)),
        value: String::new(),
        when: when(&unit.valid_from, unit.valid_to.as_deref()),
        now: unit_now == Some(unit.id.as_str()),
        verified: unit.is_verified(),
        basis: unit.basis.clone(),
    };
    let mut known: Vec<Choice> =
        genres.iter().map(|g| Choice::new(g.code.clone(), g.name_in(page.lang))).collect();
    known.dedup_by(|later, first| later.value == first.value);
    let shown = RatesPage {
        unverified: genres.iter().any(|g| !g.is_verified()) || units.iter().any(|u| !u.is_verified()),
        genres: genres.iter().map(genre_row).collect(),
        units: units.iter().map(unit_row).collect(),
        known,
        path,
        form,
        unit,
        page,
    };
    ctx.html_with(status, &shown)
}

/// Since when until when, and by what.
fn validity(form: &mut FormState) -> Option<Validity> {
    let from = LocalDate::parse(form.value("valid_from")).ok();
    if from.is_none() {
        form.reject("valid_from", "portal.entry.wrong.day");
    }
    let to = form.text("valid_to");
    let to = if to.is_empty() { None } else { Some(LocalDate::parse(&to).ok()) };
    if to == Some(None) {
        form.reject("valid_to", "portal.entry.wrong.day");
    }
    let to = to.flatten();
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        form.reject("valid_to", "portal.royalty.rate.backwards");
    }
    let basis = required_line(form, "basis", BASIS_MAX, "portal.royalty.rate.no_basis");
    Some(Validity { from: from?, to, basis, verified: form.value("verified") == "1" })
}

pub(super) async fn save_genre(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    only_province(&ctx)?;
    let name = required_line(&mut form, "name", NAME_MAX, "portal.royalty.rate.no_name");
    let name_en = line(&mut form, "name_en", NAME_MAX);
    let smallest = super::form::coefficient(&mut form, "smallest");
    let largest = super::form::coefficient(&mut form, "largest");
    if let (Some(smallest), Some(largest)) = (smallest, largest)
        && (largest < smallest || largest.0 == 0)
    {
        form.reject("largest", "portal.royalty.rate.smaller");
    }
    let validity = validity(&mut form);
    let (Some(smallest), Some(largest), Some(validity), true) = (smallest, largest, validity, form.is_ok())
    else {
        return show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form, false).await;
    };
    let id = form.value("id").to_owned();
    let id = (!id.is_empty()).then_some(id);
    let details =
        GenreDetails { code: form.value("code").to_owned(), name, name_en, smallest, largest, validity };
    match rate::set_genre(&ctx, id.as_deref(), form.version(), details).await {
        Ok(()) => Ok(ctx.redirect_saying(RATES, "portal.royalty.rate.said")),
        Err(error) if error.is_stale() && id.is_some() => {
            let kept = rates::genre(ctx.read(), &id.unwrap_or_default()).await?.ok_or(Error::NotFound)?;
            let form = form.beside(&filled_genre(&kept), kept.version);
            show(&ctx, StatusCode::CONFLICT, form, false).await
        }
        Err(Error::Conflict(message)) => {
            let field = if message.key() == "portal.royalty.rate.known" { "name" } else { "valid_from" };
            form.reject(field, message);
            show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form, false).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn save_unit(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    only_province(&ctx)?;
    let digits: String = form.text("value").chars().filter(|c| !matches!(c, '.' | ',' | ' ')).collect();
    let value = digits.parse().ok().filter(|value| (1..=UNIT_MAX).contains(value)).map(Vnd);
    if value.is_none() {
        form.reject("value", "portal.royalty.rate.no_value");
    }
    let validity = validity(&mut form);
    let (Some(value), Some(validity), true) = (value, validity, form.is_ok()) else {
        return show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form, true).await;
    };
    let id = form.value("id").to_owned();
    let id = (!id.is_empty()).then_some(id);
    match rate::set_unit(&ctx, id.as_deref(), form.version(), value, validity).await {
        Ok(()) => Ok(ctx.redirect_saying(RATES, "portal.royalty.rate.said")),
        Err(error) if error.is_stale() && id.is_some() => {
            let kept = rates::unit(ctx.read(), &id.unwrap_or_default()).await?.ok_or(Error::NotFound)?;
            let form = form.beside(&filled_unit(&kept), kept.version);
            show(&ctx, StatusCode::CONFLICT, form, true).await
        }
        Err(Error::Conflict(message)) => {
            form.reject("valid_from", message);
            show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form, true).await
        }
        Err(error) => Err(error),
    }
}
