//! How a sender follows what they sent, without an account: by the code and the telephone or mail address they left. The
//! address they are led to holds for two hours and for this one question.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Id, Phone, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{Choice, FormState, Page, Step, StepState};

use super::{
    ask::{plain_code, shown_code},
    model::{Question, Rating, Status},
    store,
};
use crate::{
    entry::body,
    guard,
    media::Media,
    site,
    typed::{line, to_html},
};

/// What signatures of such addresses are for.
const PURPOSE: &str = "portal.question.follow";
/// Milliseconds for which they hold.
const LASTS: i64 = 2 * 60 * 60 * 1000;

/// The address at which whoever has shown that it is theirs follows a question.
pub(super) fn address(ctx: &Ctx, id: Id<Question>) -> String {
    let said = format!("{id}.{}", ctx.now().0 + LASTS);
    let signature = ctx.app().secret().sign(PURPOSE, &said);
    format!("{}/hoi-dap/theo-doi/{said}.{signature}", ctx.origin().base)
}

/// The question such an address leads to.
fn read(ctx: &Ctx, token: &str) -> Option<Id<Question>> {
    let (said, signature) = token.rsplit_once('.')?;
    let (id, until) = said.split_once('.')?;
    let holds = until.parse::<i64>().is_ok_and(|until| ctx.now().0 < until);
    (holds && ctx.app().secret().verify(PURPOSE, said, signature)).then(|| id.parse().ok())?
}

#[derive(Template)]
#[template(path = "question/templates/find.html")]
struct FindPage {
    page: Page,
    form: FormState,
    path: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    ma: String,
}

pub(super) async fn find(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let code: String = asked.ma.chars().take(20).collect();
    ask(&ctx, StatusCode::OK, FormState::default().with("code", code))
}

fn ask(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let page = frame(ctx, "portal.question.find.title");
    let path = page.site("/hoi-dap/tra-cuu");
    ctx.html_with(status, &FindPage { page, form, path })
}

fn frame(ctx: &Ctx, title: &str) -> Page {
    let mut page = ctx.page("");
    page.title = page.t(title).to_owned();
    page.noindex = true;
    page.crumbs.push(ctx.home_crumb());
    let (list, here, base) =
        (page.t("portal.question.section").to_owned(), page.title.clone(), page.base.clone());
    page.crumb(list, Some(&format!("{base}/hoi-dap"))).crumb(here, None)
}

pub(super) async fn open(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let code = plain_code(form.value("code"));
    let contact = line(&mut form, "contact", 200);
    if code.is_empty() {
        form.reject("code", "portal.question.find.code_missing");
    }
    if contact.is_empty() {
        form.reject("contact", "portal.question.find.contact_missing");
    }
    if form.is_ok() && !guard::may_look(&ctx)? {
        form.reject("", "portal.guard.many");
    }
    if form.is_ok() {
        let phone = Phone::parse(&contact).map(|phone| phone.text().to_owned()).unwrap_or_default();
        if let Some(id) = store::by_code(ctx.read(), &code, &phone, &contact).await? {
            return Ok(ctx.redirect(&address(&ctx, id)));
        }
        // The same words whichever of the two is wrong.
        form.reject("code", "portal.question.find.unknown");
    }
    ask(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form)
}

#[derive(Template)]
#[template(path = "question/templates/follow.html")]
struct FollowPage {
    page: Page,
    form: FormState,
    code: String,
    kind: &'static str,
    status: Status,
    agency: String,
    title: String,
    body: String,
    received: (String, String),
    due: (String, String),
    is_open: bool,
    steps: Vec<Step>,
    answer: Option<String>,
    reason: Option<String>,
    public: Option<String>,
    rating: Option<&'static str>,
    ratings: Vec<Choice>,
    /// Where the rating is sent, as long as there is none.
    rate: Option<String>,
}

pub(super) async fn show(ctx: Ctx, Path((_, token)): Path<(String, String)>) -> Result<Response> {
    follow(&ctx, StatusCode::OK, &token, FormState::default()).await
}

async fn follow(ctx: &Ctx, status: StatusCode, token: &str, form: FormState) -> Result<Response> {
    let Some(id) = read(ctx, token) else {
        return Ok(ctx.redirect(&format!("{}/hoi-dap/tra-cuu", ctx.origin().base)));
    };
    let question = store::of_sender(ctx.read(), id).await?.ok_or(Error::NotFound)?;
    let page = frame(ctx, "portal.question.follow.title");
    let family = site::sites(ctx.app())?;
    let home = family.by_id(question.site);
    let words = |at: Timestamp| (at.local().vn(), at.rfc3339());
    let answered = matches!(question.status, Status::Answered | Status::Published);
    let reason = match question.status {
        Status::Refused => store::work::reasons(ctx.read(), id).await?.into_iter().next().map(|r| r.reason),
        _ => None,
    };
    let may_rate = answered && question.rating.is_none();
    let shown = FollowPage {
        code: shown_code(&question.code),
        kind: question.kind.key(),
        status: question.status,
        agency: home.map_or("", |site| site.name_in(page.lang)).to_owned(),
        received: words(question.received_at),
        due: words(question.due.at),
        is_open: question.status.is_open(),
        steps: steps(&page, &question),
        answer: answered.then(|| body::to_html(&question.answer.text, &Media::default())),
        reason,
        public: home
            .filter(|_| question.status == Status::Published)
            .map(|site| page.href(&format!("/s/{}/hoi-dap/{}", site.slug, question.short))),
        rating: question.rating.map(Rating::key),
        ratings: Rating::ALL.iter().map(|one| Choice::new(one.code(), page.t(one.key()))).collect(),
        rate: may_rate.then(|| page.site(&format!("/hoi-dap/theo-doi/{token}/danh-gia"))),
        title: question.title,
        body: to_html(&question.body),
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// The way it goes, as its sender sees it.
fn steps(page: &Page, question: &Question) -> Vec<Step> {
    let at = match question.status {
        Status::New | Status::Transferred => 1,
        Status::Classified => 2,
        Status::InProgress | Status::InReview => 2,
        Status::Answered | Status::Published | Status::Refused => 4,
    };
    let last = if question.status == Status::Refused { "refused" } else { "answered" };
    ["received", "classified", "answering", last]
        .iter()
        .enumerate()
        .map(|(n, name)| Step {
            label: page.t(&format!("portal.question.step.{name}")).to_owned(),
            note: String::new(),
            state: match n {
                n if n < at => StepState::Done,
                n if n == at => StepState::Now,
                _ => StepState::Later,
            },
        })
        .collect()
}

pub(super) async fn create_rating(
    ctx: Ctx,
    Path((_, token)): Path<(String, String)>,
    Form(mut form): Form,
) -> Result<Response> {
    let Some(id) = read(&ctx, &token) else {
        return Ok(ctx.redirect(&format!("{}/hoi-dap/tra-cuu", ctx.origin().base)));
    };
    let Some(rating) = Rating::parse(form.value("rating")) else {
        form.reject("rating", "portal.question.wrong.rating");
        return follow(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &token, form).await;
    };
    super::rate(&ctx, id, rating).await?;
    let back = format!("{}/hoi-dap/theo-doi/{token}", ctx.origin().base);
    Ok(ctx.redirect_saying(&back, "portal.question.said.rated"))
}
