//! The papers: each with the files that were sent for it.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{
    Ctx, Error, Result,
    http::{Form, Sent},
};
use svc_catalogue::service::Handing;
use svc_files::{ATTACHMENT, File};
use ui::{FormState, Page, Step};

use super::{
    frame,
    model::{Section, handed_in},
    open::Open,
};
use crate::{
    dossier::Dossier,
    paper::{FileLine, files_of},
};

/// The field of a paper's file: the script that sends files piece by piece knows it by this.
const FILE: &str = "file";

#[derive(Template)]
#[template(path = "draft/templates/papers.html")]
struct PapersPage {
    page: Page,
    path: String,
    form: FormState,
    papers: Vec<PaperCard>,
    /// Brought along and taken home.
    shown: Vec<String>,
    accept: String,
    purpose: &'static str,
    kinds: String,
    on: String,
    lacks: bool,
    back: String,
    steps: Vec<Step>,
}

/// A paper that is handed in.
struct PaperCard {
    key: String,
    title: String,
    /// What the field of its file is called.
    choose: String,
    note: String,
    needed: bool,
    files: Vec<FileLine>,
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Dossier>>) -> Result<Response> {
    let open = Open::load(&ctx, id).await?;
    papers_page(&ctx, StatusCode::OK, &open, FormState::default()).await
}

async fn papers_page(ctx: &Ctx, status: StatusCode, open: &Open, form: FormState) -> Result<Response> {
    let id = open.draft.id;
    let page = frame::frame(ctx, open, ui::t(ctx.lang(), "onestop.papers.title").to_owned());
    let mut files = files_of(ctx, &page, id).await?;
    let case = open.draft.case.as_deref();
    let mut papers = Vec::new();
    for paper in handed_in(&open.service, case) {
        let (originals, copies) = (paper.originals, paper.copies);
        let count = match (originals, copies) {
            (0, 0) => String::new(),
            (_, 0) => page.fill("onestop.paper.originals", &[("n", &originals)]),
            (0, _) => page.fill("onestop.paper.copies", &[("n", &copies)]),
            _ => page.fill("onestop.paper.both", &[("originals", &originals), ("copies", &copies)]),
        };
        let note = [paper.needed.clone(), count].into_iter().filter(|part| !part.is_empty());
        papers.push(PaperCard {
            files: files.remove(&paper.key).unwrap_or_default(),
            note: note.collect::<Vec<_>>().join(" · "),
            needed: paper.is_always_needed(),
            choose: page.fill("onestop.papers.choose_of", &[("title", &paper.title)]),
            title: paper.title.clone(),
            key: paper.key.clone(),
        });
    }
    let here = Section::Papers;
    let lacks = papers.iter().any(|paper| paper.needed && paper.files.is_empty());
    let shown = open.service.papers_of(case).filter(|paper| paper.handing == Handing::Shown);
    let shown = PapersPage {
        path: page.href(&here.path(id)),
        shown: shown.map(|paper| paper.title.clone()).collect(),
        accept: ATTACHMENT.accept(),
        purpose: ATTACHMENT.name,
        kinds: page.t("onestop.papers.kinds").to_owned(),
        on: page.href(&open.after(ctx, &here)),
        back: page.href(&super::open::path(id)),
        steps: frame::steps(ctx, &page, open, &here),
        form: form.with("version", open.draft.version),
        papers,
        lacks,
        page,
    };
    ctx.html_with(status, &shown)
}

pub(super) async fn create(ctx: Ctx, Path(id): Path<Id<Dossier>>, sent: Sent) -> Result<Response> {
    // Asked before the file is taken in: nobody fills the store through somebody else's draft.
    Open::load(&ctx, id).await?;
    let purpose =
        |field: &str, _: &[(String, String)]| field.starts_with(FILE).then(|| ATTACHMENT.name.to_owned());
    let intake = svc_files::read_form(&ctx, sent, purpose).await?;
    let mut form = intake.form;
    let paper = form.value("paper").to_owned();
    let mut received = intake.files.into_iter().map(|(_, received)| received);
    match received.next_back() {
        Some(received) => {
            super::add_paper(&ctx, id, form.version(), &paper, received.upload).await?;
            let path = Section::Papers.path(id);
            Ok(ctx.redirect_saying(&format!("{path}#giay-{paper}"), "onestop.papers.added"))
        }
        None => {
            if form.is_ok() {
                form.reject(&format!("{FILE}-{paper}"), "onestop.wrong.file");
            }
            let open = Open::load(&ctx, id).await?;
            papers_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &open, form).await
        }
    }
}

pub(super) async fn remove(ctx: Ctx, Path(id): Path<Id<Dossier>>, Form(form): Form) -> Result<Response> {
    let file: Id<File> = form.value("file").parse().map_err(|_| Error::NotFound)?;
    super::remove_paper(&ctx, id, form.version(), file).await?;
    Ok(ctx.redirect_saying(&Section::Papers.path(id), "onestop.papers.removed"))
}
