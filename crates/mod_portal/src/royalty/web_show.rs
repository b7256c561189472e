//! The screen of an award: what it was worked out from, what may be done by whoever looks, what happened.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Path, response::Response};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form, journal::Record};
use sea_orm::prelude::Uuid;
use ui::{Choice, FormState, Page, TimelineEvent};

use super::{
    Award, WORK,
    correct::Right,
    form,
    lines::{AwardLine, award_lines, range},
    model::Status,
    payee::Oneself,
    place::{self, Place},
    propose::OUTSIDE,
    rate::Book,
    store,
    web_new::{Choices, choices, open_months},
};
use crate::{
    entry::names,
    policy::{ROYALTY_APPROVE, ROYALTY_PROPOSE},
    site,
    typed::with_faults,
};

/// What whoever looks may do as things stand.
struct May {
    revise: bool,
    withdraw: bool,
    approve: bool,
    send_back: bool,
    correct: bool,
}

#[derive(Template)]
#[template(path = "royalty/templates/show.html")]
struct ShowPage {
    page: Page,
    path: String,
    form: FormState,
    line: AwardLine,
    /// What approving it says: the sum as it is kept, whatever the form beside it holds.
    approve: String,
    site: String,
    month_href: String,
    entry_href: String,
    range: String,
    closed: bool,
    reason: String,
    again: String,
    approver: String,
    corrected: Option<String>,
    corrections: Vec<AwardLine>,
    /// What was awarded for older revisions, where this one is awarded for as new work.
    before: Vec<AwardLine>,
    may: May,
    choices: Choices,
    events: Vec<TimelineEvent>,
}

/// The form of an award: as it is, or as it was last corrected, from where another correction begins.
fn filled(award: &Award, corrected: Option<&Award>) -> FormState {
    let right = corrected.unwrap_or(award);
    FormState::default()
        .with("payee", award.terms.payee.value())
        .with("genre", &award.terms.genre)
        .with("coefficient", right.terms.coefficient)
        .with("share", right.terms.share)
        .with("note", &award.terms.note)
        .with("version", award.version)
}

async fn load(ctx: &Ctx, id: Id<Award>) -> Result<Award> {
    store::find(ctx.read(), ctx.actor(), id).await?.ok_or(Error::NotFound)
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Id<Award>>) -> Result<Response> {
    let award = load(&ctx, id).await?;
    screen(&ctx, StatusCode::OK, award, FormState::default()).await
}

async fn screen(ctx: &Ctx, status: StatusCode, award: Award, typed: FormState) -> Result<Response> {
    let page = ctx.page(&award.work.title);
    let family = site::sites(ctx.app())?;
    let site = family.by_id(award.site).cloned().ok_or(Error::NotFound)?;
    let month_path = place::path(&Place { site: site.clone(), month: award.month });
    let list = page.t("portal.royalty.work.title").to_owned();
    let page = page.crumb(list, Some(&month_path)).crumb(&award.work.title, None);
    let path = award.deciding_path(ctx.today());
    let proposing = Oneself::of_ctx(ctx, ROYALTY_PROPOSE, path).await?;
    let approving = Oneself::of_ctx(ctx, ROYALTY_APPROVE, path).await?;
    let proposes = !proposing.is(&award.terms.payee) && ctx.may(ROYALTY_PROPOSE, Some(path));
    let approves = !approving.is(&award.terms.payee) && ctx.may(ROYALTY_APPROVE, Some(path));
    let corrections = store::corrections(ctx.read(), award.id).await?;
    let mut form = typed;
    let latest = corrections.iter().find(|correction| correction.status != Status::Returned);
    for (name, value) in filled(&award, latest).pairs() {
        if form.values(name).next().is_none() {
            form = form.with(name, value);
        }
    }
    let may = May {
        revise: proposes && award.is_open() && award.corrects.is_none(),
        withdraw: proposes && award.is_open(),
        approve: approves
            && award.is_open()
            && award.status == Status::Proposed
            && !award.has_hand(&approving.accounts()),
        send_back: approves && award.is_open() && award.status != Status::Returned,
        correct: proposes && award.is_correctable() && corrections.iter().all(|correction| correction.closed),
    };
    let book = Book::open(ctx.read()).await?;
    let (entry, days) = (award.work.entry, [award.work.published_on]);
    let mut choices = choices(ctx, &page, &site, "", entry, &days, (&book, &proposing)).await?;
    let chosen = award.terms.payee.value();
    if choices.payees.iter().all(|choice| choice.value != chosen) {
        choices.payees.insert(0, Choice::new(chosen, &award.payee_name));
    }
    if may.correct {
        let months = open_months(ctx, &site, award.month.next()).await?;
        choices.months = months.iter().map(|month| Choice::new(month.to_string(), month.vn())).collect();
    }
    let mut before = Vec::new();
    if !award.again.is_empty() {
        before = store::of_entries(ctx.read(), &[entry]).await?;
        before.retain(|other| other.work.revision < award.work.revision);
    }
    let history = kernel::journal::history(ctx.read(), "royalty", award.id.uuid(), 100).await?;
    let mut accounts: Vec<Uuid> = history.iter().filter_map(Record::account).chain(award.approver).collect();
    accounts.extend(history.iter().filter_map(|record| payee(record)?.parse::<Uuid>().ok()));
    accounts.sort_unstable();
    accounts.dedup();
    let named = names(ctx.read(), &accounts).await?;
    let mut line = award_lines(&page, vec![award.clone()], &approving);
    let line = line.pop().ok_or(Error::NotFound)?;
    let shown = ShowPage {
        path: page.href(&format!("{WORK}/{}", award.id)),
        approve: page.fill("portal.royalty.show.approve_sum", &[("amount", &line.amount)]),
        line,
        site: site.name_in(page.lang).to_owned(),
        month_href: page.href(&month_path),
        entry_href: page.href(&format!("/quan-tri/noi-dung/{}", award.work.entry)),
        range: range(&page, award.rates.smallest, award.rates.largest),
        closed: award.closed,
        reason: award.reason.clone(),
        again: award.again.clone(),
        approver: award.approver.and_then(|id| named.get(&id).cloned()).unwrap_or_default(),
        corrected: award.corrects.map(|id| page.href(&format!("{WORK}/{id}"))),
        corrections: award_lines(&page, corrections, &approving),
        before: award_lines(&page, before, &approving),
        events: history.iter().map(|record| event(ctx, &page, record, &named)).collect(),
        may,
        choices,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// The payee a record names: an account, or that it is somebody without one.
fn payee(record: &Record) -> Option<String> {
    Some(record.event()["payee"].as_str()?.to_owned())
}

/// A record of the journal in words.
fn event(ctx: &Ctx, page: &Page, record: &Record, names: &HashMap<Uuid, String>) -> TimelineEvent {
    let verb = record.act.rsplit('.').next().unwrap_or_default();
    let data = record.event();
    let said = |name: &str| match (name, &data[name]) {
        ("payee", serde_json::Value::String(text)) if text == OUTSIDE => {
            page.t("portal.event.value.payee.outside").to_owned()
        }
        ("payee", serde_json::Value::String(text)) => {
            text.parse::<Uuid>().ok().and_then(|id| names.get(&id).cloned()).unwrap_or_default()
        }
        (_, serde_json::Value::String(text)) => text.clone(),
        (_, serde_json::Value::Number(number)) => number.as_i64().map(|n| page.number(n)).unwrap_or_default(),
        (_, serde_json::Value::Bool(yes)) => {
            page.t(&format!("portal.event.value.payee_changed.{yes}")).to_owned()
        }
        _ => "–".to_owned(),
    };
    let gaps = ["payee", "payee_changed", "genre", "coefficient", "share", "amount", "reason"];
    let gaps = gaps.map(|name| (name, said(name)));
    let gaps: Vec<(&str, &dyn std::fmt::Display)> =
        gaps.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
    let what = page.fill(&format!("portal.event.royalty.{verb}"), &gaps);
    let who = match record.account() {
        Some(id) if ctx.actor().account_id() == Some(id) => page.t("portal.entry.event.you").to_owned(),
        Some(id) => names.get(&id).cloned().unwrap_or_default(),
        None => page.t("portal.entry.event.system").to_owned(),
    };
    TimelineEvent { when: record.at().local().vn(), datetime: record.at().rfc3339(), what, who }
}

/// What was done; or the screen as it is now, with what was typed and what is wrong.
async fn done(
    ctx: &Ctx,
    id: Id<Award>,
    mut form: FormState,
    outcome: Result<Award>,
    said: &'static str,
) -> Result<Response> {
    match outcome {
        Ok(award) => Ok(ctx.redirect_saying(&format!("{WORK}/{}", award.id), said)),
        Err(Error::Invalid(faults)) => {
            let form = with_faults(form, &faults);
            screen(ctx, StatusCode::UNPROCESSABLE_ENTITY, load(ctx, id).await?, form).await
        }
        Err(error) if error.is_stale() => {
            let award = load(ctx, id).await?;
            let form = form.beside(&filled(&award, None), award.version);
            screen(ctx, StatusCode::CONFLICT, award, form).await
        }
        Err(Error::Conflict(message)) => {
            form.reject("", message);
            screen(ctx, StatusCode::CONFLICT, load(ctx, id).await?, form).await
        }
        Err(error) => Err(error),
    }
}

async fn again(ctx: &Ctx, id: Id<Award>, form: FormState) -> Result<Response> {
    screen(ctx, StatusCode::UNPROCESSABLE_ENTITY, load(ctx, id).await?, form).await
}

pub(super) async fn create_revision(
    ctx: Ctx,
    Path(id): Path<Id<Award>>,
    Form(mut form): Form,
) -> Result<Response> {
    load(&ctx, id).await?;
    let Some(terms) = form::terms(ctx.read(), &mut form).await? else { return again(&ctx, id, form).await };
    let outcome = super::revise(&ctx, id, form.version(), terms).await;
    done(&ctx, id, form, outcome, "portal.royalty.said.revised").await
}

pub(super) async fn create_withdrawal(
    ctx: Ctx,
    Path(id): Path<Id<Award>>,
    Form(mut form): Form,
) -> Result<Response> {
    load(&ctx, id).await?;
    let Some(reason) = form::reason(&mut form, "withdraw_reason") else { return again(&ctx, id, form).await };
    let outcome = super::withdraw(&ctx, id, form.version(), reason).await;
    done(&ctx, id, form, outcome, "portal.royalty.said.withdrawn").await
}

pub(super) async fn create_approval(
    ctx: Ctx,
    Path(id): Path<Id<Award>>,
    Form(form): Form,
) -> Result<Response> {
    let award = load(&ctx, id).await?;
    let chosen = [(id, form.version())];
    let outcome = super::approve(&ctx, award.site, award.month, &chosen).await.map(|_| award);
    done(&ctx, id, form, outcome, "portal.royalty.said.approved_one").await
}

pub(super) async fn create_return(
    ctx: Ctx,
    Path(id): Path<Id<Award>>,
    Form(mut form): Form,
) -> Result<Response> {
    load(&ctx, id).await?;
    let Some(reason) = form::reason(&mut form, "return_reason") else { return again(&ctx, id, form).await };
    let outcome = super::send_back(&ctx, id, form.version(), reason).await;
    done(&ctx, id, form, outcome, "portal.royalty.said.returned").await
}

pub(super) async fn create_correction(
    ctx: Ctx,
    Path(id): Path<Id<Award>>,
    Form(mut form): Form,
) -> Result<Response> {
    load(&ctx, id).await?;
    let coefficient = form::coefficient(&mut form, "coefficient");
    let share = form::share(&mut form);
    let month = form::month(&mut form, "month");
    let reason = form::reason(&mut form, "correct_reason");
    let (Some(coefficient), Some(share), Some(month), Some(reason)) = (coefficient, share, month, reason)
    else {
        return again(&ctx, id, form).await;
    };
    let outcome = super::correct(&ctx, id, month, Right { coefficient, share, reason }).await;
    done(&ctx, id, form, outcome, "portal.royalty.said.corrected").await
}
