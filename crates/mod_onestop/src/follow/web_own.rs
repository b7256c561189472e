//! One's own dossier: the receipt, how far it is, what was handed in; taking it back, handing in what was asked for.

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{
    Ctx, Error, Result,
    http::{Form, Sent},
};
use svc_catalogue::{
    procedure::money,
    service::{self, BillLine, bill_lines},
};
use svc_files::ATTACHMENT;
use ui::{FormState, Page};

use super::{
    own_path,
    show::{Told, told},
};
use crate::{
    dossier::{self, Dossier, Move, NOTE_MAX, store, told_answers},
    paper::{FileLine, files_of},
};

/// The field of files that were asked for.
const FILE: &str = "file";

#[derive(Template)]
#[template(path = "follow/templates/own.html")]
struct OwnPage {
    page: Page,
    path: String,
    told: Told,
    form: FormState,
    answers: Vec<(String, Vec<(String, String)>)>,
    files: Vec<FileLine>,
    bill: Vec<BillLine>,
    total: String,
    is_whole: bool,
    deliver: String,
    withdrawable: bool,
    suppliable: bool,
    accept: String,
    purpose: &'static str,
    /// The square that leads to where it is followed, as SVG.
    square: String,
}

async fn load(ctx: &Ctx, id: Id<Dossier>) -> Result<Dossier> {
    let account = ctx.actor().account_id().ok_or(Error::SignIn)?;
    store::own(ctx.read(), account, id).await?.ok_or(Error::NotFound)
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Dossier>>) -> Result<Response> {
    let dossier = load(&ctx, id).await?;
    own_page(&ctx, StatusCode::OK, &dossier, FormState::default()).await
}

async fn own_page(ctx: &Ctx, status: StatusCode, d: &Dossier, form: FormState) -> Result<Response> {
    let mut page = ctx.page(d.code.to_string());
    page.noindex = true;
    page.crumbs = vec![ctx.home_crumb()];
    let (desk, here) = (page.t("onestop.home.title").to_owned(), page.title.clone());
    let page = page.crumb(desk, Some("/mot-cua")).crumb(here, None);
    let exemptions = service::on(ctx.read(), &d.procedure, d.submitted_at.local_date()).await?;
    let exemptions = exemptions.map(|kept| kept.service.exemptions).unwrap_or_default();
    let mut files: Vec<FileLine> = files_of(ctx, &page, d.id).await?.into_values().flatten().collect();
    files.sort_by(|a, b| a.id.cmp(&b.id));
    let shown = OwnPage {
        path: page.href(&own_path(d.id)),
        told: told(ctx, &page, d, true).await?,
        answers: told_answers(ctx, &page, d).await?,
        bill: bill_lines(&page, &exemptions, &d.bill),
        total: money(page.lang, d.bill.total()),
        is_whole: d.bill.is_whole(),
        deliver: d.wishes.told(&page),
        withdrawable: d.may(Move::Withdraw),
        suppliable: d.may(Move::Supply),
        accept: ATTACHMENT.accept(),
        purpose: ATTACHMENT.name,
        square: svc_pdf::qr_svg(&format!("{}{}?ma={}", page.origin, page.href(super::FIND), d.code))?,
        form: form.with("version", d.version),
        files,
        page,
    };
    ctx.html_with(status, &shown)
}

pub(super) async fn create_withdrawal(
    ctx: Ctx,
    Path(id): Path<Id<Dossier>>,
    Form(mut form): Form,
) -> Result<Response> {
    let reason: String = form.text("reason").chars().take(NOTE_MAX + 1).collect();
    if reason.chars().count() > NOTE_MAX {
        form.reject("reason", ui::Message::new("onestop.wrong.long").with("most", NOTE_MAX));
        let dossier = load(&ctx, id).await?;
        return own_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &dossier, form).await;
    }
    dossier::withdraw(&ctx, id, form.version(), &reason).await?;
    Ok(ctx.redirect_saying(&own_path(id), "onestop.said.withdrawn"))
}

pub(super) async fn create_supplement(ctx: Ctx, Path(id): Path<Id<Dossier>>, sent: Sent) -> Result<Response> {
    // Asked before the file is taken in.
    let dossier = load(&ctx, id).await?;
    if !dossier.may(Move::Supply) {
        return Err(Error::Conflict("onestop.refused.not_asked".into()));
    }
    let purpose = |field: &str, _: &[(String, String)]| (field == FILE).then(|| ATTACHMENT.name.to_owned());
    let intake = svc_files::read_form(&ctx, sent, purpose).await?;
    let mut form = intake.form;
    let uploads: Vec<_> = intake.files.into_iter().map(|(_, received)| received.upload).collect();
    if uploads.is_empty() && form.is_ok() {
        form.reject(FILE, "onestop.wrong.file");
    }
    if !form.is_ok() {
        return own_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &dossier, form).await;
    }
    dossier::supply(&ctx, id, form.version(), &uploads).await?;
    Ok(ctx.redirect_saying(&own_path(id), "onestop.said.supplied"))
}
