//! Looking a dossier up by its code and a second fact. The address one is led to holds for two hours and this dossier.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{CitizenNo, Id, Phone};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{FormState, Page};

use super::{
    FIND, Looks,
    show::{Told, told},
};
use crate::dossier::{Dossier, DossierCode, store};

/// What signatures of such addresses are for.
const PURPOSE: &str = "onestop.follow";
/// Milliseconds for which they hold.
const LASTS: i64 = 2 * 60 * 60 * 1000;
/// Longest second fact, in characters.
const FACT_MAX: usize = 254;

fn address(ctx: &Ctx, id: Id<Dossier>) -> String {
    let said = format!("{id}.{}", ctx.now().0 + LASTS);
    let signature = ctx.app().secret().sign(PURPOSE, &said);
    format!("/mot-cua/theo-doi/{said}.{signature}")
}

/// The dossier such an address leads to.
fn read(ctx: &Ctx, token: &str) -> Option<Id<Dossier>> {
    let (said, signature) = token.rsplit_once('.')?;
    let (id, until) = said.split_once('.')?;
    let holds = until.parse::<i64>().is_ok_and(|until| ctx.now().0 < until);
    (holds && ctx.app().secret().verify(PURPOSE, said, signature)).then(|| id.parse().ok())?
}

#[derive(Template)]
#[template(path = "follow/templates/find.html")]
struct FindPage {
    page: Page,
    path: String,
    form: FormState,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    ma: String,
}

fn frame(ctx: &Ctx, title: &str) -> Page {
    let mut page = ctx.page(ui::t(ctx.lang(), title));
    page.noindex = true;
    page.crumbs = vec![ctx.home_crumb()];
    let (desk, here) = (page.t("onestop.home.title").to_owned(), page.title.clone());
    page.crumb(desk, Some("/mot-cua")).crumb(here, None)
}

pub(super) async fn find(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let code: String = asked.ma.chars().take(60).collect();
    ask(&ctx, StatusCode::OK, FormState::default().with("code", code))
}

fn ask(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let page = frame(ctx, "onestop.find.title");
    ctx.html_with(status, &FindPage { path: page.href(FIND), page, form })
}

pub(super) async fn open(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let code = DossierCode::parse(form.value("code"));
    let fact: String = form.text("fact").chars().take(FACT_MAX).collect();
    if code.is_none() {
        form.reject("code", "onestop.find.code_wrong");
    }
    if fact.is_empty() {
        form.reject("fact", "onestop.find.fact_missing");
    }
    if form.is_ok() && !ctx.app().part::<Looks>()?.0.allow(ctx.origin().address) {
        form.reject("", "onestop.find.many");
    }
    if let (Some(code), true) = (code, form.is_ok()) {
        let phone = Phone::parse(&fact).map(|phone| phone.text().to_owned()).unwrap_or_default();
        let citizen_no = CitizenNo::parse(&fact).map(|no| no.text().to_owned()).unwrap_or_default();
        if let Some(id) = store::by_code(ctx.read(), &code, &phone, &citizen_no, &fact).await? {
            return Ok(ctx.redirect(&address(&ctx, id)));
        }
        // The same words whichever of the two is wrong.
        form.reject("code", "onestop.find.unknown");
    }
    ask(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form)
}

#[derive(Template)]
#[template(path = "follow/templates/track.html")]
struct TrackPage {
    page: Page,
    told: Told,
}

pub(super) async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let Some(id) = read(&ctx, &token) else { return Ok(ctx.redirect(FIND)) };
    let dossier = store::of_applicant(ctx.read(), id).await?.ok_or(Error::NotFound)?;
    let page = frame(&ctx, "onestop.follow.title");
    let told = told(&ctx, &page, &dossier, false).await?;
    ctx.html(&TrackPage { page, told })
}
