//! The form by which anybody asks. It is no page for everybody: it carries a token and a proof, so it has an address of its
//! own and is never kept.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use ui::{Choice, FormState, Message, Page};

use super::{
    ask, form,
    limit::{self, Name},
    model::{Kind, Question},
    web_follow,
};
use crate::{
    guard::{Gate, What},
    site::{self, Site},
};

const GATE: Gate = Gate { form: "question", about: Uuid::nil(), what: What::Letter };

#[derive(Template)]
#[template(path = "question/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    sum: String,
    path: String,
    kinds: Vec<Choice>,
    sites: Vec<Choice>,
    follow: String,
    /// In how many working days it is answered.
    terms: String,
}

/// What the form opens with.
#[derive(Deserialize)]
pub(super) struct Begin {
    #[serde(default)]
    loai: String,
}

pub(super) async fn new(ctx: Ctx, Query(begin): Query<Begin>) -> Result<Response> {
    let here = home(&ctx)?;
    let kind = Kind::parse(&begin.loai).unwrap_or(Kind::Question);
    let form = FormState::default().with("kind", kind.code()).with("site", here.id);
    let form = GATE.open(&ctx, form);
    show(&ctx, StatusCode::OK, form).await
}

/// The site asked on; one whose agency has ended takes nothing any more.
fn home(ctx: &Ctx) -> Result<std::sync::Arc<Site>> {
    let here = site::current(ctx)?;
    if here.is_former(ctx.today()) {
        return Err(Error::Conflict(Message::new("portal.question.refused.former").with("name", &here.name)));
    }
    Ok(here)
}

async fn show(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let mut page = ctx.page("");
    page.title = page.t("portal.question.new.title").to_owned();
    page.noindex = true;
    page.crumbs.push(ctx.home_crumb());
    let list = page.t("portal.question.section").to_owned();
    let here = page.title.clone();
    let base = page.base.clone();
    let page = page.crumb(list, Some(&format!("{base}/hoi-dap"))).crumb(here, None);
    let kinds = Kind::ALL.iter().map(|kind| {
        let hint = page.t(&format!("portal.question.kind_hint.{}", kind.code())).to_owned();
        Choice::new(kind.code(), page.t(kind.key())).hint(hint)
    });
    let sites = offered(ctx, &page)?;
    let own = limit::days(ctx.read(), Name::Own, ctx.today()).await?;
    let feedback = limit::days(ctx.read(), Name::Feedback, ctx.today()).await?;
    let shown = NewPage {
        sum: GATE.sum(ctx, &form),
        path: page.site("/hoi-dap/gui"),
        follow: page.site("/hoi-dap/tra-cuu"),
        kinds: kinds.collect(),
        sites,
        terms: page.fill("portal.question.new.terms", &[("own", &own), ("feedback", &feedback)]),
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// Most sites to choose from on the form everybody opens.
const MOST: usize = 200;

/// The sites a question may be sent to from that form, by name: all there are; of very many the province's own agencies
/// and communes, and the one asked on. A body below them is asked on its own site.
fn offered(ctx: &Ctx, page: &Page) -> Result<Vec<Choice>> {
    let family = site::sites(ctx.app())?;
    let (here, today) = (site::current(ctx)?, ctx.today());
    let many = family.living(today).count() > MOST;
    // The province's path has two strokes, that of an agency right below it three.
    let near = |path: &str| path.matches('/').count() <= 3;
    let offered = family.living(today).filter(|site| !many || near(&site.agency_path) || site.id == here.id);
    Ok(offered.map(|site| Choice::new(site.id.to_string(), site.name_in(page.lang))).collect())
}

/// The sites of all agencies there are, by name.
pub(super) fn site_choices(ctx: &Ctx, page: &Page) -> Result<Vec<Choice>> {
    let family = site::sites(ctx.app())?;
    let living = family.living(ctx.today());
    Ok(living.map(|site| Choice::new(site.id.to_string(), site.name_in(page.lang))).collect())
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    home(&ctx)?;
    let family = site::sites(ctx.app())?;
    let today = ctx.today();
    let living = |id: Id<Site>| family.living(today).any(|site| site.id == id);
    let asked = form::ask(&mut form, living);
    let id: Option<Id<Question>> = GATE.check(&ctx, &mut form)?;
    let (Some(asked), Some(id)) = (asked, id) else {
        return show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    };
    if ask::sent_before(&ctx, id).await?.is_none() {
        match ask(&ctx, id, asked.clone()).await {
            Ok(_) => return Ok(receipt(&ctx, id)),
            // Two sendings at once: the other one was first.
            Err(error) if ask::sent_before(&ctx, id).await?.is_none() => return Err(error),
            Err(_) => {}
        }
    }
    match ask::sent_before(&ctx, id).await? {
        Some((question, sender)) if asked.is(&question, &sender) => Ok(receipt(&ctx, id)),
        _ => {
            GATE.sent_before(&ctx, &mut form);
            show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

fn receipt(ctx: &Ctx, id: Id<Question>) -> Response {
    ctx.redirect_saying(&web_follow::address(ctx, id), "portal.question.said.asked")
}
