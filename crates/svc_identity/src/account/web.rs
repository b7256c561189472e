use askama::Template;
use axum::response::Response;
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use ui::{Choice, FormState, Page};

use super::{OWN_PATH, change_password::change_password, store};
use crate::{
    grant,
    person::{self, Details},
    session,
};

#[derive(Template)]
#[template(path = "account/templates/own.html")]
struct OwnPage {
    page: Page,
    form: FormState,
    login: String,
    must_change: bool,
    langs: Vec<Choice>,
    roles: Vec<RoleRow>,
    sessions: Vec<SessionRow>,
}

/// A role as its holder reads it.
struct RoleRow {
    role: String,
    agency: String,
    from: String,
    until: String,
}

/// A session as its owner recognises it.
struct SessionRow {
    href: String,
    device: String,
    address: String,
    started: String,
    seen: String,
    current: bool,
}

pub(super) async fn show(ctx: Ctx) -> Result<Response> {
    render(&ctx, StatusCode::OK, FormState::default()).await
}

pub(super) async fn create_password(ctx: Ctx, Form(form): Form) -> Result<Response> {
    match change_password(&ctx, form).await {
        Ok(()) => Ok(ctx.redirect_saying(OWN_PATH, "identity.password.changed")),
        Err(Error::Invalid(form)) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, *form).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn update_contact(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let id = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let contact = Details::read_contact(&mut form);
    if !form.is_ok() {
        return render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    }
    match person::edit_own_contact(&ctx, id, form.version(), contact).await {
        Ok(()) => Ok(ctx.redirect_saying(OWN_PATH, "identity.own.contact_saved")),
        Err(error) if error.is_stale() => {
            let owner = person::store::of_account(ctx.read(), id).await?.ok_or(Error::SignIn)?;
            let form = form.beside(&owner.details.form(), owner.version);
            render(&ctx, StatusCode::CONFLICT, form).await
        }
        Err(error) => Err(error),
    }
}

async fn render(ctx: &Ctx, status: StatusCode, mut form: FormState) -> Result<Response> {
    let id = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let account = store::find(ctx.read(), id).await?.ok_or(Error::SignIn)?;
    let owner = person::store::of_account(ctx.read(), id).await?.ok_or(Error::SignIn)?;
    if !form.pairs().any(|(name, _)| name == "phone") {
        let known = owner.details.form();
        for field in ["phone", "email", "lang"] {
            form = form.with(field, known.value(field));
        }
    }
    if form.value("version").is_empty() {
        form = form.with("version", owner.version);
    }
    let page = ctx.page(ui::t(ctx.lang(), "identity.own.title"));
    let held = grant::store::of_account(ctx.read(), id, ctx.today()).await?;
    let roles = held
        .into_iter()
        .map(|held| RoleRow {
            role: grant::role_label(ctx.lang(), &held.role),
            agency: held.agency_name,
            from: held.valid_from,
            until: held.valid_to.map(|day| day.vn()).unwrap_or_default(),
        })
        .collect();
    let sessions = session::alive_of(ctx, id).await?;
    let sessions = sessions
        .into_iter()
        .map(|session| SessionRow {
            href: page.href(&format!("{OWN_PATH}/phien/{}/ket-thuc", session.id)),
            current: ctx.session() == Some(session.id.uuid()),
            device: session.device,
            address: session.address,
            started: session.started.local().vn(),
            seen: session.seen.local().vn(),
        })
        .collect();
    let (login, must_change) = (account.login, account.must_change);
    let langs =
        vec![Choice::new("vi", page.t("identity.own.vi")), Choice::new("en", page.t("identity.own.en"))];
    ctx.html_with(status, &OwnPage { page, form, login, must_change, langs, roles, sessions })
}
