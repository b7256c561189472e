//! The screens on which an agency ends, and on which what became of it is corrected.

use std::sync::Arc;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use base::{Id, LocalDate};
use kernel::{
    Ctx, Error, Result,
    http::{Form, version},
};
use ui::{Choice, FormState, Message, Page};

use super::{
    Agency, End, decides,
    web::{LIST, find, mine, with_faults, work_page},
};
use crate::{Tree, tree};

/// Successors that can be named at most.
const MOST: usize = 12;
/// Successors that can be named at once; a body seldom goes to more.
const FEW: usize = 3;

#[derive(Template)]
#[template(path = "agency/templates/end.html")]
struct EndPage {
    page: Page,
    form: FormState,
    action: String,
    back: String,
    /// It has ended already: its successors are corrected.
    ended: bool,
    fields: Vec<Field>,
    successors: Vec<Choice>,
}

/// A field in which a successor is chosen.
struct Field {
    name: String,
    label: String,
    hint: &'static str,
}

/// `successor`, `successor_2`, …
fn field(number: usize) -> String {
    if number == 1 { "successor".to_owned() } else { format!("successor_{number}") }
}

/// An agency the actor decides about.
fn decided<'t>(ctx: &Ctx, tree: &'t Tree, id: &str) -> Result<&'t Arc<Agency>> {
    let agency = find(ctx, tree, id)?;
    if decides(ctx, agency) { Ok(agency) } else { Err(Error::Forbidden) }
}

pub(super) async fn ending(ctx: Ctx, Path(id): Path<String>) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let agency = decided(&ctx, &tree, &id)?;
    if agency.validity.to().is_some() {
        return Ok(ctx.redirect(&format!("{LIST}/{}/ke-thua", agency.id)));
    }
    let form = FormState::default().with("version", agency.version).with("valid_to", ctx.today().iso());
    ctx.html(&page_of(&ctx, &tree, agency, form))
}

pub(super) async fn succeeding(ctx: Ctx, Path(id): Path<String>) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let agency = decided(&ctx, &tree, &id)?;
    if agency.validity.to().is_none() {
        return Ok(ctx.redirect(&format!("{LIST}/{}/ket-thuc", agency.id)));
    }
    let form = kept(&tree, agency).with("version", agency.version);
    ctx.html(&page_of(&ctx, &tree, agency, form))
}

/// What is kept of an agency's end: its last day, if it has one, and what took over.
fn kept(tree: &Tree, agency: &Agency) -> FormState {
    let last = agency.validity.to().map(LocalDate::iso).unwrap_or_default();
    let own = tree.successions().iter().filter(|s| s.from == agency.id);
    own.enumerate().fold(FormState::default().with("valid_to", last), |form, (at, step)| {
        form.with(&field(at + 1), step.to)
    })
}

pub(super) async fn end(ctx: Ctx, Path(id): Path<String>, Form(mut input): Form) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let agency = decided(&ctx, &tree, &id)?;
    let version = version(&input)?;
    let Some(cmd) = read(&mut input) else { return refused(&ctx, &tree, agency, input) };
    let last_day = cmd.last_day;
    match super::end(&ctx, agency.id, version, cmd).await {
        Ok(agency) => Ok(said(&ctx, &agency, "org.work.ended", last_day)),
        Err(Error::Invalid(faults)) => refused(&ctx, &tree, agency, with_faults(input, &faults)),
        Err(stale) if stale.is_stale() => outdated(&ctx, agency.id, input),
        Err(other) => Err(other),
    }
}

pub(super) async fn succeed(ctx: Ctx, Path(id): Path<String>, Form(mut input): Form) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let agency = decided(&ctx, &tree, &id)?;
    let version = version(&input)?;
    let Some(cmd) = read(&mut input) else { return refused(&ctx, &tree, agency, input) };
    let last_day = cmd.last_day;
    match super::succeed(&ctx, agency.id, version, cmd).await {
        Ok(agency) => Ok(said(&ctx, &agency, "org.work.succeeded", last_day)),
        Err(Error::Invalid(faults)) => refused(&ctx, &tree, agency, with_faults(input, &faults)),
        Err(stale) if stale.is_stale() => outdated(&ctx, agency.id, input),
        Err(other) => Err(other),
    }
}

fn said(ctx: &Ctx, agency: &Agency, key: &'static str, last_day: LocalDate) -> Response {
    let said = Message::new(key).with("name", &agency.full_name).with("day", last_day.vn());
    ctx.redirect_saying(&format!("{LIST}/{}", agency.id), said)
}

fn read(input: &mut FormState) -> Option<End> {
    let day = LocalDate::parse(input.value("valid_to")).ok();
    if day.is_none() {
        input.reject("valid_to", "org.form.date");
    }
    let given: Vec<String> =
        (1..=MOST).map(|n| input.text(&field(n))).filter(|text| !text.is_empty()).collect();
    let successors: Vec<Id<Agency>> = given.iter().filter_map(|text| text.parse().ok()).collect();
    if successors.len() != given.len() {
        input.reject("successor", "org.agency.parent_unknown");
    }
    day.filter(|_| input.is_ok()).map(|last_day| End { last_day, successors })
}

fn refused(ctx: &Ctx, tree: &Tree, agency: &Agency, input: FormState) -> Result<Response> {
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page_of(ctx, tree, agency, input))
}

/// The form again, beside what somebody else saved first: ended already, it goes to where that is corrected.
fn outdated(ctx: &Ctx, id: Id<Agency>, input: FormState) -> Result<Response> {
    let tree = tree(ctx.app())?;
    let agency = tree.get(id).ok_or(Error::NotFound)?;
    let form = input.beside(&kept(&tree, agency), agency.version);
    ctx.html_with(StatusCode::CONFLICT, &page_of(ctx, &tree, agency, form))
}

fn page_of(ctx: &Ctx, tree: &Tree, agency: &Agency, form: FormState) -> EndPage {
    let ended = agency.validity.to().is_some();
    let key = if ended { "org.end.correct_title" } else { "org.end.title" };
    let title = ui::fill(ctx.lang(), key, &[("name", &agency.full_name)]);
    let page = work_page(ctx, &title);
    // Successors may begin only after the last day, and may have ended themselves since.
    let day = agency.validity.to().unwrap_or_else(|| ctx.today());
    let may_be = |a: &&Arc<Agency>| {
        a.id != agency.id && !a.has_ended(day) && a.kind != crate::Kind::Province && mine(ctx, a)
    };
    let chosen = (1..=MOST).filter(|n| !form.value(&field(*n)).is_empty()).max().unwrap_or(0);
    let fields = (1..=(chosen + 1).clamp(FEW, MOST))
        .map(|n| Field {
            name: field(n),
            hint: if n == 1 { page.t("org.end.successor_hint") } else { "" },
            label: match n {
                1 => page.t("org.end.successor").to_owned(),
                n => page.fill("org.end.successor_n", &[("n", &n)]),
            },
        })
        .collect();
    let action = if ended { "ke-thua" } else { "ket-thuc" };
    EndPage {
        action: page.href(&format!("{LIST}/{}/{action}", agency.id)),
        back: page.href(&format!("{LIST}/{}", agency.id)),
        ended,
        fields,
        successors: tree.all().filter(may_be).map(|a| Choice::new(a.id.to_string(), name(ctx, a))).collect(),
        form,
        page,
    }
}

/// A former one beside its days: names come back.
fn name(ctx: &Ctx, agency: &Agency) -> String {
    match agency.validity.to().filter(|to| *to < ctx.today()) {
        Some(to) => {
            format!("{} ({})", agency.full_name, ui::fill(ctx.lang(), "org.days.to", &[("to", &to.vn())]))
        }
        None => agency.full_name.clone(),
    }
}
