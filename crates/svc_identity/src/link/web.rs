use askama::Template;
use axum::{extract::Path, response::Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{Ctx, Error, Result, http::Form};
use ui::{FormState, Message, Page};

use super::{Purpose, ask::ask, redeem};
use crate::session::{Devices, Step, Throttle, Try, wait};

#[derive(Template)]
#[template(path = "link/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
}

#[derive(Template)]
#[template(path = "link/templates/sent.html")]
struct SentPage {
    page: Page,
}

#[derive(Template)]
#[template(path = "link/templates/show.html")]
struct ShowPage {
    page: Page,
    form: FormState,
    action: String,
    invited: bool,
}

fn frame(ctx: &Ctx, title: &'static str) -> Page {
    let mut page = ctx.page(ui::t(ctx.lang(), title));
    page.noindex = true;
    page
}

pub(super) async fn new(ctx: Ctx) -> Result<Response> {
    show_new(&ctx, StatusCode::OK, FormState::default())
}

fn show_new(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    ctx.html_with(status, &NewPage { page: frame(ctx, "identity.link.forgot"), form })
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let typed = form.required("who", "identity.link.who_missing");
    if !form.is_ok() {
        return show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form);
    }
    let throttle = ctx.app().part::<Throttle>()?;
    if let Err(seconds) = throttle.begin(Try::Link(ctx.origin().address), ctx.now()) {
        form.reject("who", wait(seconds));
        return show_new(&ctx, StatusCode::TOO_MANY_REQUESTS, form);
    }
    ask(&ctx, &typed).await?;
    ctx.html(&SentPage { page: frame(&ctx, "identity.link.sent") })
}

pub(super) async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    render(&ctx, StatusCode::OK, &token, FormState::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, token: &str, form: FormState) -> Result<Response> {
    let gone = || Error::Conflict(Message::new("identity.link.gone"));
    let link = redeem::read(ctx, token).await?.ok_or_else(gone)?;
    let invited = link.purpose == Purpose::Invitation;
    let page = frame(ctx, if invited { "identity.link.welcome" } else { "identity.link.choose" });
    let action = page.href(&format!("/dat-mat-khau/{token}"));
    let mut response = ctx.html_with(status, &ShowPage { page, form, action, invited })?;
    // The address is the secret: it is told to nobody else.
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

pub(super) async fn update(
    ctx: Ctx,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Result<Response> {
    match redeem::redeem(&ctx, &token, form).await {
        Ok(account) => {
            let mut response = ctx.redirect_saying("/dang-nhap", "identity.link.done");
            // Whoever reads the owner's letters need not wait at the door for strangers who guess.
            let devices = Devices::of(&headers);
            let known = devices.remember(ctx.app(), &account.login, Step::Password, ctx.now())?;
            response.headers_mut().append(header::SET_COOKIE, known);
            Ok(response)
        }
        Err(Error::Invalid(form)) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &token, *form).await,
        Err(error) => Err(error),
    }
}
