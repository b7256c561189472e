//! The limits as the province's administrators edit them.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::LocalDate;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{Choice, FormState, Page};

use super::{
    LIMITS_PATH,
    limit::{self, DAYS_MAX, Details, Limit, Name, SOURCE_MAX},
};
use crate::{policy::LIMIT_EDIT, typed::required_line};

struct Row {
    href: String,
    name: &'static str,
    days: i64,
    from: String,
    source: String,
    verified: bool,
}

#[derive(Template)]
#[template(path = "question/templates/limits.html")]
struct LimitsPage {
    page: Page,
    path: String,
    rows: Vec<Row>,
    names: Vec<Choice>,
    form: FormState,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    sua: String,
}

/// Limits hold for the whole province.
fn only_province(ctx: &Ctx) -> Result<()> {
    if crate::is_provinces(ctx, LIMIT_EDIT)? { Ok(()) } else { Err(Error::Forbidden) }
}

fn filled(limit: &Limit) -> FormState {
    FormState::default()
        .with("id", &limit.id)
        .with("name", &limit.name)
        .with("days", limit.days)
        .with("valid_from", &limit.valid_from)
        .with("source", &limit.source)
        .with("verified", if limit.standing == "verified" { "1" } else { "" })
        .with("version", limit.version)
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    only_province(&ctx)?;
    let form = match asked.sua.as_str() {
        "" => FormState::default(),
        id => filled(&limit::find(ctx.read(), id).await?.ok_or(Error::NotFound)?),
    };
    show(&ctx, StatusCode::OK, form).await
}

async fn show(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.limit.title").to_owned();
    let path = page.href(LIMITS_PATH);
    let rows = limit::all(ctx.read()).await?.into_iter().map(|limit| Row {
        href: format!("{path}?sua={}#edit", limit.id),
        name: Name::parse(&limit.name).map_or("", Name::key),
        days: limit.days,
        from: LocalDate::parse(&limit.valid_from).map(LocalDate::vn).unwrap_or_default(),
        verified: limit.standing == "verified",
        source: limit.source,
    });
    let rows = rows.collect();
    let names = Name::ALL.iter().map(|name| Choice::new(name.code(), page.t(name.key()))).collect();
    ctx.html_with(status, &LimitsPage { path, rows, names, form, page })
}

pub(super) async fn save(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    only_province(&ctx)?;
    let name = Name::parse(form.value("name"));
    if name.is_none() {
        form.reject("name", "portal.limit.wrong.name");
    }
    let days = form.text("days").parse().ok().filter(|days| (1..=DAYS_MAX).contains(days));
    if days.is_none() {
        form.reject("days", ui::Message::new("portal.limit.wrong.days").with("most", DAYS_MAX));
    }
    let from = LocalDate::parse(form.value("valid_from")).ok();
    if from.is_none() {
        form.reject("valid_from", "portal.entry.wrong.day");
    }
    let source = required_line(&mut form, "source", SOURCE_MAX, "portal.limit.wrong.source");
    let (Some(name), Some(days), Some(valid_from), true) = (name, days, from, form.is_ok()) else {
        return show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    };
    let id = form.value("id").to_owned();
    let details = Details { name, days, valid_from, source, verified: form.value("verified") == "1" };
    let id = (!id.is_empty()).then_some(id.as_str());
    match limit::set(&ctx, id, form.version(), details).await {
        Ok(()) => Ok(ctx.redirect_saying(LIMITS_PATH, "portal.limit.said")),
        Err(error) if error.is_stale() && id.is_some() => {
            let kept = limit::find(ctx.read(), id.unwrap_or_default()).await?.ok_or(Error::NotFound)?;
            let form = form.beside(&filled(&kept), kept.version);
            show(&ctx, StatusCode::CONFLICT, form).await
        }
        Err(Error::Conflict(message)) => {
            form.reject("valid_from", message);
            show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
        Err(error) => Err(error),
    }
}
