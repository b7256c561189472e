use askama::Template;
use axum::response::Response;
use http::{HeaderMap, StatusCode, header};
use kernel::{Ctx, Error, Result, http::Form};
use ui::{FormState, Message, Page};

use super::{SECURITY_PATH, remove::remove, set_up, store, totp};
use crate::{
    account::{self, OWN_PATH},
    openid::{self, Linked},
    passkey,
    session::{Devices, Step},
};
use totp::Totp;

#[derive(Template)]
#[template(path = "factor/templates/show.html")]
struct ShowPage {
    page: Page,
    has_app: bool,
    left: i64,
    passkeys: Vec<PasskeyRow>,
    /// Identities at the province's provider that open this account.
    linked: Vec<Linked>,
}

/// A passkey as its owner knows it.
struct PasskeyRow {
    name: String,
    created: String,
    used: String,
    remove: String,
}

#[derive(Template)]
#[template(path = "factor/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    square: String,
    by_hand: String,
}

#[derive(Template)]
#[template(path = "factor/templates/codes.html")]
struct CodesPage {
    page: Page,
    codes: Vec<String>,
}

fn frame(ctx: &Ctx, title: &'static str) -> Page {
    ctx.page(ui::t(ctx.lang(), title)).crumb(ui::t(ctx.lang(), "identity.own.title"), Some(OWN_PATH))
}

pub(super) async fn show(ctx: Ctx) -> Result<Response> {
    let id = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let page = frame(&ctx, "identity.security.title");
    let page = page.clone().crumb(page.title, None);
    let left = store::recovery_left(ctx.read(), id).await?;
    let passkeys = passkey::store::of_account(ctx.read(), id).await?.into_iter().map(|known| PasskeyRow {
        remove: page.href(&format!("{SECURITY_PATH}/khoa/{}/go", known.id)),
        name: known.name,
        created: known.created.local().vn(),
        used: known.used.map(|at| at.local().vn()).unwrap_or_default(),
    });
    let passkeys = passkeys.collect();
    let linked = openid::links(&ctx, id).await?;
    ctx.html(&ShowPage { has_app: super::is_set_up(ctx.read(), id).await?, left, passkeys, linked, page })
}

pub(super) async fn new(ctx: Ctx) -> Result<Response> {
    show_new(&ctx, StatusCode::OK, FormState::default(), &Totp::draw()).await
}

async fn show_new(ctx: &Ctx, status: StatusCode, form: FormState, seed: &Totp) -> Result<Response> {
    let id = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let login = account::store::find(ctx.read(), id).await?.ok_or(Error::SignIn)?.login;
    let page = frame(ctx, "identity.totp.title")
        .crumb(ui::t(ctx.lang(), "identity.security.title"), Some(SECURITY_PATH));
    let page = page.clone().crumb(page.title, None);
    // The seed travels hidden: nothing is kept of a setting up that is not finished.
    let form = form.with("seed", hex::encode(seed.hide(ctx.app())?));
    let shown =
        NewPage { page, form, square: totp::square(&seed.address(&login)?)?, by_hand: seed.by_hand() };
    ctx.html_with(status, &shown)
}

pub(super) async fn create(ctx: Ctx, headers: HeaderMap, Form(mut form): Form) -> Result<Response> {
    let unreadable = || Error::BadRequest(Message::new("kernel.error.form"));
    let hidden = hex::decode(form.value("seed")).map_err(|_| unreadable())?;
    let seed = Totp::show(ctx.app(), &hidden).map_err(|_| unreadable())?;
    match set_up::set_up(&ctx, &seed, form.value("code")).await {
        Ok(codes) => {
            let id = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
            let login = account::store::find(ctx.read(), id).await?.ok_or(Error::SignIn)?.login;
            let mut response = codes_page(&ctx, codes)?;
            // A code was right in this browser.
            let known = Devices::of(&headers).remember(ctx.app(), &login, Step::Second, ctx.now())?;
            response.headers_mut().append(header::SET_COOKIE, known);
            Ok(response)
        }
        Err(Error::Conflict(message)) => {
            form.reject("code", message);
            show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form, &seed).await
        }
        Err(error) => Err(error),
    }
}

/// Shown once, on the answer itself: a redirect would have to carry the codes through the browser's cookies.
fn codes_page(ctx: &Ctx, codes: Vec<String>) -> Result<Response> {
    let page = frame(ctx, "identity.recovery.title")
        .crumb(ui::t(ctx.lang(), "identity.security.title"), Some(SECURITY_PATH));
    let page = page.clone().crumb(page.title, None);
    ctx.html(&CodesPage { page, codes })
}

pub(super) async fn create_recovery(ctx: Ctx) -> Result<Response> {
    let codes = set_up::renew_recovery(&ctx).await?;
    codes_page(&ctx, codes)
}

pub(super) async fn delete(ctx: Ctx) -> Result<Response> {
    remove(&ctx).await?;
    Ok(ctx.redirect_saying(SECURITY_PATH, "identity.totp.removed"))
}
