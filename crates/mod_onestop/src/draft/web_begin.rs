//! Where somebody begins: what it is, what they need, which case, where.

use askama::Template;
use axum::{extract::Path, response::Response};
use http::StatusCode;
use kernel::{
    Ctx, Error, Result,
    http::{Form, FormKey},
};
use svc_catalogue::{
    procedure::{self, Channel, Code},
    service::{self, Handing, Service},
};
use ui::{Choice, FormState, Page};

use super::{
    Begin,
    open::{Open, path},
    store,
};
use crate::place::{self, agency_name};

#[derive(Template)]
#[template(path = "draft/templates/begin.html")]
struct BeginPage {
    page: Page,
    path: String,
    name: String,
    code: String,
    result: String,
    about: String,
    form: FormState,
    cases: Vec<Choice>,
    agencies: Vec<Choice>,
    papers: Vec<PaperLine>,
    /// Begun before: where, and what it says.
    drafts: Vec<(String, String)>,
    /// Why it is done online in part only.
    reason: String,
}

/// A paper somebody needs.
struct PaperLine {
    title: String,
    note: String,
}

/// How many drafts of the same procedure are offered.
const OFFERED: u64 = 50;

async fn service_of(ctx: &Ctx, code: &str) -> Result<(procedure::Procedure, Service)> {
    let code = Code::parse(code).ok_or(Error::NotFound)?;
    let procedure = procedure::find(ctx, code.as_str()).await?.ok_or(Error::NotFound)?;
    let kept = service::on(ctx.read(), code.as_str(), ctx.today()).await?;
    let closed = || Error::Conflict("onestop.refused.closed".into());
    let service = kept.ok_or_else(closed)?.service;
    let ended = procedure.facts.valid_to.is_some_and(|last| last < ctx.today());
    if ended || !service.channels.contains(&Channel::Online) {
        return Err(closed());
    }
    Ok((procedure, service))
}

pub(super) async fn new(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let form = FormState::default().with(FormKey::FIELD, FormKey::issue(&ctx));
    show(&ctx, StatusCode::OK, &code, form).await
}

async fn show(ctx: &Ctx, status: StatusCode, code: &str, form: FormState) -> Result<Response> {
    let (procedure, service) = service_of(ctx, code).await?;
    let name = procedure::name(ctx, &procedure.code).await?.unwrap_or_default();
    let title = ui::t(ctx.lang(), "onestop.begin.title");
    let mut page = ctx.page(format!("{title}: {name}"));
    page.noindex = true;
    page.crumbs = vec![ctx.home_crumb()];
    let list = page.t("catalogue.procedure.title").to_owned();
    let own = procedure::address(&procedure.code);
    let page = page.crumb(list, Some("/thu-tuc")).crumb(&procedure.code, Some(&own)).crumb(title, None);
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let mut drafts = Vec::new();
    for draft in store::of_account(ctx.read(), account, OFFERED).await? {
        if draft.procedure == procedure.code {
            let agency = agency_name(ctx.app(), draft.agency, page.lang)?;
            let words = page.fill(
                "onestop.begin.draft",
                &[("when", &draft.updated_at.local().vn()), ("agency", &agency)],
            );
            drafts.push((page.href(&path(draft.id)), words));
        }
    }
    let case = |paper: &service::Paper| {
        let of = service.cases.iter().find(|case| Some(&case.key) == paper.case.as_ref());
        of.map(|case| page.fill("onestop.begin.only", &[("case", &case.title)]))
    };
    let note = |paper: &service::Paper| match (paper.handing, paper.needed.is_empty()) {
        (Handing::Shown, true) => page.t("onestop.paper.shown").to_owned(),
        (Handing::Form, _) => page.t("onestop.paper.form").to_owned(),
        (_, false) => paper.needed.clone(),
        (Handing::In, true) => String::new(),
    };
    let papers = service.papers.iter();
    let papers = papers
        .map(|paper| {
            let notes = [case(paper).unwrap_or_default(), note(paper)];
            let notes: Vec<String> = notes.into_iter().filter(|note| !note.is_empty()).collect();
            PaperLine { note: notes.join(" · "), title: paper.title.clone() }
        })
        .collect();
    let agencies = place::receiving(ctx, &procedure.facts, ctx.today())?;
    let shown = BeginPage {
        path: page.href(&format!("/mot-cua/nop/{}", procedure.code)),
        about: page.href(&own),
        cases: service.cases.iter().map(|case| Choice::new(&case.key, &case.title)).collect(),
        agencies: agencies.iter().map(|a| Choice::new(a.id.to_string(), &a.full_name)).collect(),
        result: service.result,
        reason: service.online.reason,
        code: procedure.code,
        papers,
        drafts,
        name,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

pub(super) async fn create(ctx: Ctx, Path(code): Path<String>, Form(mut form): Form) -> Result<Response> {
    let (procedure, service) = service_of(&ctx, &code).await?;
    let case = service.cases.iter().find(|case| case.key == form.value("case")).map(|case| case.key.clone());
    if case.is_none() && !service.cases.is_empty() {
        form.reject("case", "onestop.wrong.case");
    }
    let agencies = place::receiving(&ctx, &procedure.facts, ctx.today())?;
    let agency = agencies.iter().find(|agency| agency.id.to_string() == form.value("agency"));
    if agency.is_none() {
        form.reject("agency", "onestop.wrong.agency");
    }
    let Some(agency) = agency.filter(|_| form.is_ok()) else {
        return show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &code, form).await;
    };
    let id = FormKey::read(&ctx, &form);
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    if crate::dossier::store::own(ctx.read(), account, id).await?.is_some() {
        return Ok(ctx.redirect(&crate::follow::own_path(id)));
    }
    let begun = Begin { procedure: procedure.code, case, agency: agency.id.uuid() };
    let draft = super::begin(&ctx, id, begun).await?;
    let open = Open::of(&ctx, draft).await?;
    let first = open.sections(&ctx).first().map(|(section, _)| section.path(open.draft.id));
    Ok(ctx.redirect(&first.unwrap_or_else(|| path(open.draft.id))))
}
