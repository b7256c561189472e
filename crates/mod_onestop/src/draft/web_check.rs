//! Everything that was said, before it is handed in; and handing it in.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use svc_catalogue::{
    procedure::{Channel, money},
    service::{BillLine, bill_lines},
};
use svc_forms::answers::{Sight, told};
use ui::{FormState, Page};

use super::{
    frame,
    model::{Deliver, Section, handed_in},
    open::{Open, path},
    store,
};
use crate::{dossier::Dossier, follow, paper::files_of, place::agency_name};

#[derive(Template)]
#[template(path = "draft/templates/check.html")]
struct CheckPage {
    page: Page,
    path: String,
    form: FormState,
    name: String,
    agency: String,
    case: String,
    parts: Vec<Part>,
    bill: Vec<BillLine>,
    total: String,
    is_whole: bool,
    /// Whether all was said that the bill hangs on.
    counted: bool,
    is_done: bool,
}

/// A part of the way, with what was said in it.
struct Part {
    title: String,
    edit: String,
    done: bool,
    facts: Vec<(String, String)>,
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Dossier>>) -> Result<Response> {
    // Whoever comes back after handing it in sees the dossier.
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    if store::find(ctx.read(), account, id).await?.is_none()
        && crate::dossier::store::own(ctx.read(), account, id).await?.is_some()
    {
        return Ok(ctx.redirect(&follow::own_path(id)));
    }
    let open = Open::load(&ctx, id).await?;
    check_page(&ctx, StatusCode::OK, &open, FormState::default()).await
}

async fn check_page(ctx: &Ctx, status: StatusCode, open: &Open, form: FormState) -> Result<Response> {
    let id = open.draft.id;
    let page = frame::frame(ctx, open, ui::t(ctx.lang(), "onestop.check.title").to_owned());
    let sections = open.sections(ctx);
    let is_done = sections.iter().all(|(_, done)| *done);
    let mut parts = Vec::new();
    for (section, done) in sections {
        parts.push(Part {
            title: frame::title(&page, open, &section),
            edit: page.href(&section.path(id)),
            facts: facts(ctx, &page, open, &section).await?,
            done,
        });
    }
    let case = open.draft.case.as_deref();
    let bill = open.service.bill(&open.draft.wishes.asked(case, Channel::Online));
    let counted = bill.is_ok() && open.draft.wishes.deliver.is_some();
    let bill = bill.unwrap_or_default();
    let shown = CheckPage {
        path: page.href(&path(id)),
        name: open.name.clone(),
        agency: agency_name(ctx.app(), open.draft.agency, page.lang)?,
        case: case_title(open),
        bill: bill_lines(&page, &open.service.exemptions, &bill),
        total: money(page.lang, bill.total()),
        is_whole: bill.is_whole(),
        counted,
        parts,
        is_done,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

fn case_title(open: &Open) -> String {
    let case = open.service.cases.iter().find(|case| Some(&case.key) == open.draft.case.as_ref());
    case.map(|case| case.title.clone()).unwrap_or_default()
}

/// What was said in a part of the way.
async fn facts(ctx: &Ctx, page: &Page, open: &Open, section: &Section) -> Result<Vec<(String, String)>> {
    let draft = &open.draft;
    Ok(match section {
        Section::Page(key) => {
            let Some(of) = open.form.page(key) else { return Ok(Vec::new()) };
            let sight = Sight::new(&open.form, &draft.answers, ctx.today());
            let times = if of.repeat.is_some() { draft.answers.times(of) } else { 1 };
            (0..times).flat_map(|at| told(page.lang, &sight, of, &draft.answers.of(of, at))).collect()
        }
        Section::Papers => {
            let files = files_of(ctx, page, draft.id).await?;
            let names = |key: &str| {
                let names: Vec<&str> =
                    files.get(key).into_iter().flatten().map(|file| file.name.as_str()).collect();
                if names.is_empty() { page.t("onestop.check.no_file").to_owned() } else { names.join(", ") }
            };
            let papers = handed_in(&open.service, draft.case.as_deref());
            papers.map(|paper| (paper.title.clone(), names(&paper.key))).collect()
        }
        Section::Wishes => {
            let mut facts = Vec::new();
            if let Some(way) = draft.wishes.deliver {
                facts.push((page.t("onestop.wishes.deliver").to_owned(), page.t(way.key()).to_owned()));
                if way == Deliver::Post {
                    facts.push((page.t("onestop.wishes.address").to_owned(), draft.wishes.address.clone()));
                }
            }
            facts
        }
    })
}

pub(super) async fn create_submission(
    ctx: Ctx,
    Path(id): Path<Id<Dossier>>,
    Form(mut form): Form,
) -> Result<Response> {
    if form.value("sure") != "1" {
        let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
        if store::find(ctx.read(), account, id).await?.is_some() {
            form.reject("sure", "onestop.wrong.sure");
            let open = Open::load(&ctx, id).await?;
            return check_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &open, form).await;
        }
    }
    let dossier = super::submit(&ctx, id).await?;
    Ok(ctx.redirect_saying(&follow::own_path(dossier.id), "onestop.said.submitted"))
}

pub(super) async fn discard(ctx: Ctx, Path(id): Path<Id<Dossier>>) -> Result<Response> {
    super::discard(&ctx, id).await?;
    Ok(ctx.redirect_saying("/mot-cua", "onestop.said.discarded"))
}
