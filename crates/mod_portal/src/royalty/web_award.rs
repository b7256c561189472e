//! A new award, and the screen of one: what it was worked out from, what may be done by whoever looks, what happened.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::Id;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form, journal::Record};
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use ui::{Choice, FormState, Message, Page, TimelineEvent};

use super::{
    Award, WORK,
    correct::Right,
    form::{self, BY_LOGIN, BY_NAME, with_faults},
    lines::{AwardLine, award_lines, money},
    model::{Coefficient, Status},
    month::Month,
    payee::{Oneself, Payee, People},
    place::{self, Place},
    propose::Proposal,
    rate, store,
    web_index::payee_choices,
    works,
};
use crate::{
    entry::names,
    policy::{ROYALTY_APPROVE, ROYALTY_PROPOSE},
    site::{self, Site},
};

/// What a new award is for.
#[derive(Deserialize)]
pub(super) struct For {
    #[serde(default)]
    bai: String,
    #[serde(default)]
    site: String,
}

/// What is chosen from.
struct Choices {
    payees: Vec<Choice>,
    genres: Vec<Choice>,
    months: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "royalty/templates/new.html")]
struct NewPage {
    page: Page,
    path: String,
    back: String,
    form: FormState,
    title: String,
    day: String,
    site: String,
    unit: String,
    choices: Choices,
}

pub(super) async fn new(ctx: Ctx, Query(asked): Query<For>) -> Result<Response> {
    let form = FormState::default().with("entry", &asked.bai).with("site", &asked.site).with("share", 100);
    show_new(&ctx, StatusCode::OK, form).await
}

async fn show_new(ctx: &Ctx, status: StatusCode, mut form: FormState) -> Result<Response> {
    let present = Month::of(ctx.today());
    // Only the site matters here; the month is chosen in the form.
    let place =
        place::of_form(ctx, &FormState::default().with("site", form.value("site")).with("month", present))?;
    let site = place.site.as_ref();
    let entry: Uuid = form.value("entry").parse().map_err(|_| Error::NotFound)?;
    let published = works::published(ctx.read(), site.id, entry).await?.ok_or(Error::NotFound)?;
    let work = &published.work;
    let months = open_months(ctx, site, Month::of(work.published_on)).await?;
    if form.value("month").is_empty()
        && let Some(first) = months.first()
    {
        form = form.with("month", first);
    }
    form = form.with("revision", work.revision);
    let page = ctx.page(ui::t(ctx.lang(), "portal.royalty.new.title"));
    let unit = rate::unit_on(ctx.read(), work.published_on).await?;
    let choices = Choices {
        months: months.iter().map(|month| Choice::new(month.to_string(), month.vn())).collect(),
        ..choices(ctx, &page, site, &published.author, work).await?
    };
    let back = place::path(&Place { month: months.first().copied().unwrap_or(present), ..place.clone() });
    let (list, here) = (page.t("portal.royalty.work.title").to_owned(), page.title.clone());
    let page = page.crumb(list, Some(&back)).crumb(here, None);
    let shown = NewPage {
        path: page.href(WORK),
        back: page.href(&back),
        title: work.title.clone(),
        day: work.published_on.vn(),
        site: site.name_in(page.lang).to_owned(),
        unit: unit.map(|unit| money(&page, base::Vnd(unit.value))).unwrap_or_default(),
        choices,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// The months that still take an award for what was published in this one: it, and those after it.
async fn open_months(ctx: &Ctx, site: &Site, from: Month) -> Result<Vec<Month>> {
    let closed = store::closed_since(ctx.read(), site.id, from).await?;
    let present = Month::of(ctx.today());
    let months = std::iter::successors(Some(present), |month| Some(month.previous()));
    let months = months.take_while(|month| *month >= from).take(24);
    let mut open: Vec<Month> = months.filter(|month| !closed.contains(&month.to_string())).collect();
    open.reverse();
    Ok(open)
}

async fn choices(
    ctx: &Ctx,
    page: &Page,
    site: &Site,
    author: &str,
    work: &super::model::Work,
) -> Result<Choices> {
    let oneself = Oneself::of_ctx(ctx).await?;
    let hands = works::hands(ctx.read(), &[work.entry]).await?;
    let people = People::of(ctx.app(), ctx.read(), site, ctx.today()).await?;
    let people = people.and_hands(ctx.read(), &hands).await?;
    let mut payees = payee_choices(page, &people, Payee::named(author).as_ref(), &oneself);
    payees.push(Choice::new(BY_NAME, page.t("portal.royalty.form.by_name")));
    payees.push(Choice::new(BY_LOGIN, page.t("portal.royalty.form.by_login")));
    let genres = rate::genres_on(ctx.read(), work.published_on).await?;
    let genres = genres.iter().map(|genre| {
        let text = |hundredths| Coefficient(hundredths).text(page.lang);
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("genre", &genre.name_in(page.lang)),
            ("smallest", &text(genre.smallest)),
            ("largest", &text(genre.largest)),
        ];
        Choice::new(genre.code.clone(), page.fill("portal.royalty.form.genre_range", &values))
    });
    Ok(Choices { payees, genres: genres.collect(), months: Vec::new() })
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let terms = form::terms(ctx.read(), &mut form).await?;
    let month = form::month(&mut form, "month");
    let (Some(terms), Some(month), true) = (terms, month, form.is_ok()) else {
        return show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    };
    let place = place::of_form(&ctx, &form)?;
    let entry = form.value("entry").parse().map_err(|_| Error::NotFound)?;
    let revision = form.value("revision").parse().unwrap_or(0);
    let proposal = Proposal { row: String::new(), entry, revision, terms };
    match super::propose(&ctx, place.site.id, month, vec![proposal]).await {
        Ok(_) => Ok(ctx.redirect_saying(
            &place::path(&place),
            Message::new("portal.royalty.said.proposed").with("n", 1),
        )),
        Err(Error::Invalid(faults)) => {
            let form = with_faults(form, &faults);
            show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
        Err(Error::Conflict(message)) => {
            form.reject("month", message);
            show_new(&ctx, StatusCode::CONFLICT, form).await
        }
        Err(error) => Err(error),
    }
}

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
    site: String,
    month_href: String,
    entry_href: String,
    range: String,
    closed: bool,
    reason: String,
    approver: String,
    corrected: Option<String>,
    corrections: Vec<AwardLine>,
    may: May,
    choices: Choices,
    events: Vec<TimelineEvent>,
}

fn filled(award: &Award) -> FormState {
    FormState::default()
        .with("payee", award.terms.payee.value())
        .with("genre", &award.terms.genre)
        .with("coefficient", award.terms.coefficient)
        .with("share", award.terms.share)
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
    let mut form = typed;
    for (name, value) in filled(&award).pairs() {
        if form.values(name).next().is_none() {
            form = form.with(name, value);
        }
    }
    let page = ctx.page(&award.work.title);
    let family = site::sites(ctx.app())?;
    let site = family.by_id(award.site).cloned().ok_or(Error::NotFound)?;
    let month_path = place::path(&Place { site: site.clone(), month: award.month });
    let list = page.t("portal.royalty.work.title").to_owned();
    let page = page.crumb(list, Some(&month_path)).crumb(&award.work.title, None);
    let oneself = Oneself::of_ctx(ctx).await?;
    let path = award.deciding_path(ctx.today());
    let own = oneself.is(&award.terms.payee);
    let proposes = !own && ctx.may(ROYALTY_PROPOSE, Some(path));
    let approves = !own && ctx.may(ROYALTY_APPROVE, Some(path));
    let corrections = store::corrections(ctx.read(), award.id).await?;
    let may = May {
        revise: proposes && award.is_open() && award.corrects.is_none(),
        withdraw: proposes && award.is_open(),
        approve: approves
            && award.is_open()
            && award.status == Status::Proposed
            && !award.has_hand(&oneself.accounts()),
        send_back: approves && award.is_open() && award.status != Status::Returned,
        correct: proposes && award.is_correctable() && corrections.iter().all(|correction| correction.closed),
    };
    let mut choices = choices(ctx, &page, &site, "", &award.work).await?;
    let chosen = award.terms.payee.value();
    if choices.payees.iter().all(|choice| choice.value != chosen) {
        choices.payees.insert(0, Choice::new(chosen, &award.payee_name));
    }
    if may.correct {
        let months = open_months(ctx, &site, award.month.next()).await?;
        choices.months = months.iter().map(|month| Choice::new(month.to_string(), month.vn())).collect();
    }
    let text = |coefficient: Coefficient| coefficient.text(page.lang);
    let history = kernel::journal::history(ctx.read(), "royalty", award.id.uuid(), 100).await?;
    let mut accounts: Vec<Uuid> = history.iter().filter_map(Record::account).chain(award.approver).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let named = names(ctx.read(), &accounts).await?;
    let mut line = award_lines(&page, vec![award.clone()], &oneself);
    let shown = ShowPage {
        path: page.href(&format!("{WORK}/{}", award.id)),
        line: line.pop().ok_or(Error::NotFound)?,
        site: site.name_in(page.lang).to_owned(),
        month_href: page.href(&month_path),
        entry_href: page.href(&format!("/quan-tri/noi-dung/{}", award.work.entry)),
        range: page.fill(
            "portal.royalty.form.range",
            &[("smallest", &text(award.rates.smallest)), ("largest", &text(award.rates.largest))],
        ),
        closed: award.closed,
        reason: award.reason.clone(),
        approver: award.approver.and_then(|id| named.get(&id).cloned()).unwrap_or_default(),
        corrected: award.corrects.map(|id| page.href(&format!("{WORK}/{id}"))),
        corrections: award_lines(&page, corrections, &oneself),
        events: history.iter().map(|record| event(ctx, &page, record, &named)).collect(),
        may,
        choices,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// A record of the journal in words.
fn event(
    ctx: &Ctx,
    page: &Page,
    record: &Record,
    names: &std::collections::HashMap<Uuid, String>,
) -> TimelineEvent {
    let verb = record.act.rsplit('.').next().unwrap_or_default();
    let data = record.event();
    let said = |name: &str| match &data[name] {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Number(number) => number.as_i64().map(|n| page.number(n)).unwrap_or_default(),
        _ => String::new(),
    };
    let gaps = ["genre", "coefficient", "share", "amount", "reason"].map(|name| (name, said(name)));
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
            let form = form.beside(&filled(&award), award.version);
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
