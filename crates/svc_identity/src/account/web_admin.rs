//! The administrator's list of accounts, and what they do with one.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::Id;
use http::StatusCode;
use kernel::{
    Ctx, Error, Result,
    http::{Form, version},
};
use serde::Deserialize;
use ui::{Choice, FormState, Page, Pager};
use uuid::Uuid;

use super::{
    ADMIN_PATH, Status,
    admin_page::{LIFT, LOCK, RESET, agency_choices, end_reason, outdated, role_choices, show_account},
    form::{explain, read_account, read_grant, read_reason},
    invite_again::invite_again,
    lift_second_steps, lock, password, reset_password, store, unlock,
};
use crate::{ACCOUNT_MANAGE, Account, Grant, create_account_with_grant, end_grant, grant, person};

/// Rows on a page of the list.
const PER_PAGE: u64 = 50;

#[derive(Template)]
#[template(path = "account/templates/index.html")]
struct IndexPage {
    page: Page,
    rows: Vec<AccountRow>,
    pager: Pager,
}

/// An account in the list.
struct AccountRow {
    href: String,
    login: String,
    name: String,
    locked: bool,
    roles: Vec<String>,
}

#[derive(Template)]
#[template(path = "account/templates/new.html")]
struct NewPage {
    page: Page,
    form: FormState,
    roles: Vec<Choice>,
    agencies: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "account/templates/created.html")]
struct CreatedPage {
    page: Page,
    href: String,
    login: String,
    password: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    page: Option<u64>,
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let words = asked.q.unwrap_or_default();
    let number = asked.page.unwrap_or(1).clamp(1, 1_000_000);
    let scope = ctx.scope(ACCOUNT_MANAGE);
    let (accounts, total) =
        store::page(ctx.read(), (&scope, ctx.today()), &words, PER_PAGE, (number - 1) * PER_PAGE).await?;
    let ids: Vec<Id<Account>> = accounts.iter().map(|account| account.id).collect();
    let held = grant::store::of_accounts(ctx.read(), &ids, ctx.today()).await?;
    let mut page = ctx.page(ui::t(ctx.lang(), "identity.admin.title"));
    let rows = accounts
        .into_iter()
        .map(|account| AccountRow {
            href: page.href(&format!("{ADMIN_PATH}/{}", account.id)),
            roles: held
                .iter()
                .filter(|held| held.grant.account == account.id)
                .map(|held| {
                    let role = grant::role_label(ctx.lang(), &held.role);
                    page.fill("identity.admin.role_at", &[("role", &role), ("agency", &held.agency_name)])
                })
                .collect(),
            login: account.login,
            name: account.display_name,
            locked: account.status == Status::Locked,
        })
        .collect();
    let pager = Pager::new(number, PER_PAGE, total, &page.href(ADMIN_PATH), &[("q", &words)]);
    page.query = words;
    ctx.html(&IndexPage { page, rows, pager })
}

/// Whom a new account is for, if they are entered already.
#[derive(Deserialize)]
pub(super) struct For {
    nguoi: Option<Uuid>,
}

pub(super) async fn new(ctx: Ctx, Query(asked): Query<For>) -> Result<Response> {
    let mut form = FormState::default();
    if let Some(id) = asked.nguoi {
        let scope = ctx.scope(ACCOUNT_MANAGE);
        let known = person::store::find_visible(ctx.read(), (&scope, ctx.today()), id.into())
            .await?
            .ok_or(Error::NotFound)?;
        let has_address = known.details.email.is_some();
        form = form.with("person", id).with("display_name", known.details.full_name);
        if has_address {
            form = form.with("invite", "1");
        }
    }
    show_new(&ctx, StatusCode::OK, form).await
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let password = password::draw();
    let new = read_account(&form, password.clone());
    let invited = new.invite;
    // Everything that is wrong is said at once, in the order of the form: the account's own fields first.
    if let Err(error) = super::create::check(&new) {
        explain(&mut form, error)?;
    }
    let created = match read_grant(&mut form) {
        Some(first) => create_account_with_grant(&ctx, new, first).await,
        None => Err(Error::Invalid(Box::default())),
    };
    match created {
        Ok(id) if invited => Ok(ctx.redirect_saying(&format!("{ADMIN_PATH}/{id}"), "identity.admin.invited")),
        Ok(id) => {
            let page = ctx.page(ui::t(ctx.lang(), "identity.admin.created"));
            let href = page.href(&format!("{ADMIN_PATH}/{id}"));
            let login = base::text::fold(form.value("login"));
            // Shown once, on the answer itself: a redirect would have to carry it through the browser's cookies.
            ctx.html(&CreatedPage { page, href, login, password })
        }
        Err(error) => {
            explain(&mut form, error)?;
            show_new(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

async fn show_new(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let page = ctx
        .page(ui::t(ctx.lang(), "identity.admin.new"))
        .crumb(ui::t(ctx.lang(), "identity.admin.title"), Some(ADMIN_PATH))
        .crumb(ui::t(ctx.lang(), "identity.admin.new"), None);
    let (roles, agencies) = (role_choices(ctx), agency_choices(ctx)?);
    ctx.html_with(status, &NewPage { page, form, roles, agencies })
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    show_account(&ctx, StatusCode::OK, id.into(), FormState::default()).await
}

/// Whether an account was changed between its page and this answer.
fn came_late(error: &Error) -> bool {
    let done = ["identity.account.locked_already", "identity.account.active_already"];
    error.is_stale() || matches!(error, Error::Conflict(said) if done.contains(&said.key()))
}

pub(super) async fn create_lock(ctx: Ctx, Path(id): Path<Uuid>, Form(mut form): Form) -> Result<Response> {
    let version = version(&form)?;
    let reason = read_reason(&form, LOCK);
    if reason.is_empty() {
        form.reject(LOCK, "identity.admin.lock_reason_missing");
        return show_account(&ctx, StatusCode::UNPROCESSABLE_ENTITY, id.into(), form).await;
    }
    match lock(&ctx, id.into(), version, &reason).await {
        Ok(()) => Ok(ctx.redirect_saying(&format!("{ADMIN_PATH}/{id}"), "identity.admin.locked_now")),
        Err(error) if came_late(&error) => outdated(&ctx, id.into(), form).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn create_password(ctx: Ctx, Path(id): Path<Uuid>, Form(form): Form) -> Result<Response> {
    let reset = reset_password(&ctx, id.into(), version(&form)?, &read_reason(&form, RESET)).await;
    let password = match reset {
        Err(error) if came_late(&error) => return outdated(&ctx, id.into(), form).await,
        reset => reset?,
    };
    let account = store::find(ctx.read(), id.into()).await?.ok_or(Error::NotFound)?;
    let page = ctx.page(ui::t(ctx.lang(), "identity.admin.reset_done"));
    let href = page.href(&format!("{ADMIN_PATH}/{id}"));
    ctx.html(&CreatedPage { page, href, login: account.login, password })
}

pub(super) async fn create_lifting(ctx: Ctx, Path(id): Path<Uuid>, Form(mut form): Form) -> Result<Response> {
    let version = version(&form)?;
    let reason = read_reason(&form, LIFT);
    if reason.is_empty() {
        form.reject(LIFT, "identity.admin.lift_reason_missing");
        return show_account(&ctx, StatusCode::UNPROCESSABLE_ENTITY, id.into(), form).await;
    }
    match lift_second_steps(&ctx, id.into(), version, &reason).await {
        Ok(()) => Ok(ctx.redirect_saying(&format!("{ADMIN_PATH}/{id}"), "identity.admin.lifted")),
        Err(error) if came_late(&error) => outdated(&ctx, id.into(), form).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn create_unlock(ctx: Ctx, Path(id): Path<Uuid>, Form(form): Form) -> Result<Response> {
    match unlock(&ctx, id.into(), version(&form)?).await {
        Ok(()) => Ok(ctx.redirect_saying(&format!("{ADMIN_PATH}/{id}"), "identity.admin.unlocked_now")),
        Err(error) if came_late(&error) => outdated(&ctx, id.into(), form).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn create_invitation(ctx: Ctx, Path(id): Path<Uuid>, Form(form): Form) -> Result<Response> {
    match invite_again(&ctx, id.into(), version(&form)?).await {
        Ok(()) => Ok(ctx.redirect_saying(&format!("{ADMIN_PATH}/{id}"), "identity.admin.invited")),
        Err(error) if came_late(&error) => outdated(&ctx, id.into(), form).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn create_grant(ctx: Ctx, Path(id): Path<Uuid>, Form(mut form): Form) -> Result<Response> {
    let given = match read_grant(&mut form) {
        Some(new) => grant::give_visible(&ctx, id.into(), new).await.map(|_| ()),
        None => Err(Error::Invalid(Box::default())),
    };
    match given {
        Ok(()) => Ok(ctx.redirect_saying(&format!("{ADMIN_PATH}/{id}"), "identity.admin.granted")),
        Err(error) => {
            explain(&mut form, error)?;
            show_account(&ctx, StatusCode::UNPROCESSABLE_ENTITY, id.into(), form).await
        }
    }
}

pub(super) async fn create_grant_end(
    ctx: Ctx,
    Path((id, ended)): Path<(Uuid, Uuid)>,
    Form(mut form): Form,
) -> Result<Response> {
    let field = end_reason(ended);
    let reason = read_reason(&form, &field);
    if reason.is_empty() {
        form.reject(&field, "identity.admin.end_reason_missing");
        return show_account(&ctx, StatusCode::UNPROCESSABLE_ENTITY, id.into(), form).await;
    }
    end_grant(&ctx, Id::<Grant>::from_uuid(ended), &reason).await?;
    Ok(ctx.redirect_saying(&format!("{ADMIN_PATH}/{id}"), "identity.admin.ended"))
}
