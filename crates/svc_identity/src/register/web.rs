use askama::Template;
use axum::{extract::Path, response::Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{Ctx, Error, Result, http::Form};
use ui::{FormState, Message, Page};

use super::{ask::ask, complete::complete, model::Asked};
use crate::{
    account::parse_login,
    person::{parse_email, parse_name},
    session::{Devices, Step, Throttle, Try, wait},
};

#[derive(Template)]
#[template(path = "register/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
}

#[derive(Template)]
#[template(path = "register/templates/sent.html")]
struct SentPage {
    page: Page,
}

#[derive(Template)]
#[template(path = "register/templates/show.html")]
struct ShowPage {
    page: Page,
    form: FormState,
    action: String,
    email: String,
    name: String,
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
    ctx.html_with(status, &NewPage { page: frame(ctx, "identity.register.title"), form })
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let name = parse_name(&form.text("name")).map_err(|wrong| form.reject("name", wrong)).unwrap_or_default();
    let typed = form.text("email");
    // The address becomes the login, so it has to be one.
    let email = parse_email(&typed).filter(|email| parse_login(email).is_ok_and(|login| login == *email));
    if email.is_none() {
        form.reject("email", "identity.register.email_wrong");
    }
    let Some(email) = email.filter(|_| form.is_ok()) else {
        return show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    let throttle = ctx.app().part::<Throttle>()?;
    if let Err(seconds) = throttle.begin(Try::Link(ctx.origin().address), ctx.now()) {
        form.reject("email", wait(seconds));
        return show_new(&ctx, StatusCode::TOO_MANY_REQUESTS, form);
    }
    ask(&ctx, name, email).await?;
    ctx.html(&SentPage { page: frame(&ctx, "identity.link.sent") })
}

pub(super) async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    render(&ctx, StatusCode::OK, &token, FormState::default())
}

fn render(ctx: &Ctx, status: StatusCode, token: &str, form: FormState) -> Result<Response> {
    let asked = read(ctx, token)?;
    let page = frame(ctx, "identity.register.choose");
    let action = page.href(&format!("/dang-ky/{token}"));
    let shown = ShowPage { page, form, action, email: asked.email, name: asked.name };
    let mut response = ctx.html_with(status, &shown)?;
    // The address is the secret: it is told to nobody else.
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(response)
}

fn read(ctx: &Ctx, token: &str) -> Result<Asked> {
    Asked::read(ctx, token).ok_or_else(|| Error::Conflict(Message::new("identity.register.gone")))
}

pub(super) async fn update(
    ctx: Ctx,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(form): Form,
) -> Result<Response> {
    match complete(&ctx, read(&ctx, &token)?, form).await {
        Ok(account) => {
            let mut response = ctx.redirect_saying("/dang-nhap?tiep=/mot-cua", "identity.register.done");
            let known =
                Devices::of(&headers).remember(ctx.app(), &account.login, Step::Password, ctx.now())?;
            response.headers_mut().append(header::SET_COOKIE, known);
            Ok(response)
        }
        Err(Error::Invalid(form)) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &token, *form),
        Err(error) => Err(error),
    }
}
