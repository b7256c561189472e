//! The paper, and what is in the box.

use std::sync::Arc;

use askama::Template;
use axum::{extract::Path, response::Response};
use base::{Id, LocalDate};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{App, Ctx, Error, Result, http::Form, new_id};
use sea_orm::prelude::Uuid;
use ui::{Choice, FormState, Message, Page};

use super::{
    cast::{Vote, answers},
    key, store,
};
use crate::{
    entry::{Content, Opened, answered},
    guard::{Gate, What},
    site::{self, Site},
};

/// What signatures of papers are for.
const PURPOSE: &str = "portal.vote";
/// Seconds for which a browser keeps its paper: as long as polls are open.
const KEPT: i64 = 180 * 86_400;

/// The name of the cookie that holds the paper for a poll.
fn cookie(poll: Uuid) -> String {
    format!("sc_vote_{}", poll.simple())
}

/// The paper this browser has for a poll, if it is one of ours.
fn ballot(app: &App, headers: &HeaderMap, poll: Uuid) -> Option<Uuid> {
    let name = cookie(poll);
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|h| h.to_str().ok());
    let found = pairs.flat_map(|h| h.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = found.into_iter().find(|(n, _)| *n == name)?;
    let (id, signature) = value.split_once('.')?;
    let genuine = app.secret().verify(PURPOSE, &format!("{poll}.{id}"), signature);
    genuine.then(|| id.parse().ok())?
}

/// Gives this browser a paper.
fn give(app: &App, response: &mut Response, poll: Uuid) {
    let id = new_id::<()>().uuid();
    let signature = app.secret().sign(PURPOSE, &format!("{poll}.{id}"));
    let secure = if app.config().is_https() { "; Secure" } else { "" };
    let text =
        format!("{}={id}.{signature}; Path=/; Max-Age={KEPT}; HttpOnly; SameSite=Lax{secure}", cookie(poll));
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// A line of the result.
struct Line {
    answer: String,
    votes: i64,
    percent: i64,
}

/// The answers in their order, those that are no longer offered behind them.
fn lines(answers: &[String], counted: &[(String, i64)]) -> (Vec<Line>, i64) {
    let total: i64 = counted.iter().map(|(_, n)| n).sum();
    let votes = |answer: &str| counted.iter().find(|(a, _)| a == answer).map_or(0, |(_, n)| *n);
    let gone = counted.iter().map(|(a, _)| a).filter(|a| !answers.contains(a));
    let line = |answer: &String| {
        let votes = votes(answer);
        Line { answer: answer.clone(), votes, percent: (votes * 200 + total) / (total * 2).max(1) }
    };
    (answers.iter().chain(gone).map(line).collect(), total)
}

#[derive(Template)]
#[template(path = "vote/templates/_beside.html")]
struct Beside<'a> {
    page: &'a Page,
    closes: String,
    open: bool,
    over: bool,
    paper: String,
    lines: Vec<Line>,
    total: i64,
}

/// What stands below a poll: where to answer while it is open, the result once it is closed.
///
/// # Errors
/// The database's; the template's.
pub async fn beside(ctx: &Ctx, page: &Page, id: Uuid, content: &Content, address: &str) -> Result<String> {
    let day = |field: &str| LocalDate::parse(content.fields.text(field)).ok();
    let (today, closes) = (ctx.today(), day("closes"));
    let over = closes.is_some_and(|day| day < today);
    let open = !over && closes.is_some() && day("opens").is_none_or(|day| day <= today);
    let counted = if over {
        ctx.depends_on(key(id));
        store::counted(ctx.read(), id).await?
    } else {
        Vec::new()
    };
    let rows = content.fields.rows("answers").iter();
    let answers: Vec<String> = rows.filter_map(|row| row.get("title").cloned()).collect();
    let (lines, total) = lines(&answers, &counted);
    let here = site::current(ctx)?;
    let shown = Beside {
        page,
        closes: closes.map(LocalDate::vn).unwrap_or_default(),
        open: open && !here.is_former(today),
        over,
        paper: page.href(&format!("{address}/phieu")),
        lines,
        total,
    };
    Ok(shown.render()?)
}

/// The poll an address names, and the site it is on.
async fn poll(ctx: &Ctx, name: &str) -> Result<(Arc<Site>, Opened)> {
    let site = site::current(ctx)?;
    let poll = answered(ctx, site.id, "poll", name).await?.ok_or(Error::NotFound)?;
    Ok((site, poll))
}

fn frame(ctx: &Ctx, poll: &Opened) -> Page {
    let mut page = ctx.page(&poll.title);
    page.noindex = true;
    page.crumbs.push(ctx.home_crumb());
    let (section, base) = (page.t("portal.kind.poll.section").to_owned(), page.base.clone());
    page.crumb(section, Some(&format!("{base}/tham-do"))).crumb(&poll.title, None)
}

const fn gate(about: Uuid) -> Gate {
    Gate { form: "vote", about, what: What::Vote }
}

#[derive(Template)]
#[template(path = "vote/templates/paper.html")]
struct PaperPage {
    page: Page,
    form: FormState,
    sum: String,
    path: String,
    closes: String,
    answers: Vec<Choice>,
}

fn show(ctx: &Ctx, status: StatusCode, poll: &Opened, form: FormState) -> Result<Response> {
    let page = frame(ctx, poll);
    // Answers are told apart by their place: their words may hold anything.
    let answers = answers(poll).enumerate().map(|(n, answer)| Choice::new(n.to_string(), answer));
    let shown = PaperPage {
        answers: answers.collect(),
        sum: gate(poll.id.uuid()).sum(ctx, &form),
        path: page.site(&format!("{}/phieu", poll.path)),
        closes: poll.day("closes").map(LocalDate::vn).unwrap_or_default(),
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

fn results(ctx: &Ctx, poll: &Opened) -> Response {
    ctx.redirect(&format!("{}{}/ket-qua", ctx.origin().base, poll.path))
}

fn is_open(ctx: &Ctx, site: &Site, poll: &Opened) -> bool {
    poll.is_open(ctx.today()) && !site.is_former(ctx.today())
}

pub(super) async fn paper(
    ctx: Ctx,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let (site, poll) = poll(&ctx, &name).await?;
    if !is_open(&ctx, &site, &poll) {
        return Ok(results(&ctx, &poll));
    }
    let mine = ballot(ctx.app(), &headers, poll.id.uuid());
    if let Some(ballot) = mine
        && store::is_used(ctx.read(), poll.id.uuid(), ballot).await?
    {
        return Ok(results(&ctx, &poll));
    }
    let form = gate(poll.id.uuid()).open(&ctx, FormState::default());
    let mut response = show(&ctx, StatusCode::OK, &poll, form)?;
    if mine.is_none() {
        give(ctx.app(), &mut response, poll.id.uuid());
    }
    Ok(response)
}

pub(super) async fn create(
    ctx: Ctx,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
    Form(mut form): Form,
) -> Result<Response> {
    let (site, poll) = poll(&ctx, &name).await?;
    if !is_open(&ctx, &site, &poll) {
        return Err(Error::Conflict(Message::new("portal.vote.refused.closed")));
    }
    let chosen = form.value("answer").parse().ok().and_then(|n| answers(&poll).nth(n)).map(str::to_owned);
    if chosen.is_none() {
        form.reject("answer", "portal.vote.wrong.answer");
    }
    let mine = ballot(ctx.app(), &headers, poll.id.uuid());
    if mine.is_none() {
        form.reject("", "portal.vote.wrong.paper");
    }
    let id: Option<Id<Vote>> = gate(poll.id.uuid()).check(&ctx, &mut form)?;
    let (Some(answer), Some(ballot), Some(id)) = (chosen, mine, id) else {
        let mut response = show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &poll, form)?;
        if mine.is_none() {
            give(ctx.app(), &mut response, poll.id.uuid());
        }
        return Ok(response);
    };
    if !store::is_used(ctx.read(), poll.id.uuid(), ballot).await? {
        match super::cast(&ctx, id, &site, &poll, ballot, &answer).await {
            Ok(()) => {
                let path = format!("{}{}/ket-qua", ctx.origin().base, poll.path);
                return Ok(ctx.redirect_saying(&path, "portal.vote.said"));
            }
            // Sent twice at once: the other one counts.
            Err(error) if !store::is_used(ctx.read(), poll.id.uuid(), ballot).await? => return Err(error),
            Err(_) => {}
        }
    }
    // It is in the box already; a second one does not count.
    Ok(results(&ctx, &poll))
}

#[derive(Template)]
#[template(path = "vote/templates/result.html")]
struct ResultPage {
    page: Page,
    lines: Vec<Line>,
    total: i64,
    closes: String,
    over: bool,
    poll: String,
}

pub(super) async fn result(
    ctx: Ctx,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let (site, poll) = poll(&ctx, &name).await?;
    let id = poll.id.uuid();
    if is_open(&ctx, &site, &poll) {
        let voted = match ballot(ctx.app(), &headers, id) {
            Some(ballot) => store::is_used(ctx.read(), id, ballot).await?,
            None => false,
        };
        if !voted {
            return Ok(ctx.redirect(&format!("{}{}/phieu", ctx.origin().base, poll.path)));
        }
    } else if poll.day("opens").is_some_and(|day| ctx.today() < day) {
        return Err(Error::Conflict(Message::new("portal.vote.refused.closed")));
    }
    let answers: Vec<String> = answers(&poll).map(str::to_owned).collect();
    let (lines, total) = lines(&answers, &store::counted(ctx.read(), id).await?);
    let page = frame(&ctx, &poll);
    let shown = ResultPage {
        poll: page.site(&poll.path),
        closes: poll.day("closes").map(LocalDate::vn).unwrap_or_default(),
        over: !is_open(&ctx, &site, &poll),
        lines,
        total,
        page,
    };
    // Whoever sees it has a cookie: it is made for each.
    ctx.html(&shown)
}
