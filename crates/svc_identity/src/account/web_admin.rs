use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Id, Timestamp};
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
    form::{explain, read_account, read_grant, read_reason},
    invite_again::invite_again,
    lift_second_steps, lock, password, reset_password, store, unlock,
};
use crate::{
    ACCOUNT_MANAGE, Account, Grant, create_account_with_grant,
    delegation::{self, Delegation},
    end_grant, factor, grant, link, passkey, person,
};

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

#[derive(Template)]
#[template(path = "account/templates/show.html")]
struct ShowPage {
    page: Page,
    form: FormState,
    href: String,
    /// Where the account's history is read, for those who may.
    history: Option<String>,
    account: Account,
    locked: bool,
    own: bool,
    /// Whether there is anything to be careful with.
    careful: bool,
    /// Which of the forms that name a version came back because somebody else was first: its field, or `unlock`.
    outdated: &'static str,
    grants: Vec<GrantRow>,
    /// Roles it lent, and that were lent to it.
    loans: Vec<LoanRow>,
    /// That nobody has taken it up yet, and until when they can; empty once somebody has.
    waits: String,
    /// What is asked at sign-in besides the password, or instead of it; empty for nothing.
    second_steps: String,
    roles: Vec<Choice>,
    agencies: Vec<Choice>,
}

/// A role the account holds.
struct GrantRow {
    role: String,
    agency: String,
    from: String,
    until: String,
    /// Where to end it; empty outside the administrator's scope.
    end: String,
    /// The field in which the reason for that is written.
    field: String,
    /// Who gave it; empty when the program did.
    giver: String,
    reason: String,
}

/// A role exercised in somebody's place.
struct LoanRow {
    lender: String,
    borrower: String,
    role: String,
    agency: String,
    from: String,
    until: String,
    reason: String,
    /// Where to end it; empty outside the administrator's scope.
    end: String,
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

async fn show_account(ctx: &Ctx, status: StatusCode, id: Id<Account>, form: FormState) -> Result<Response> {
    let scope = ctx.scope(ACCOUNT_MANAGE);
    let account = store::find_visible(ctx.read(), (&scope, ctx.today()), id).await?.ok_or(Error::NotFound)?;
    let href = format!("{ADMIN_PATH}/{id}");
    let page = ctx
        .page(account.display_name.clone())
        .crumb(ui::t(ctx.lang(), "identity.admin.title"), Some(ADMIN_PATH))
        .crumb(account.display_name.clone(), None);
    let grants = grant::store::of_account(ctx.read(), id, ctx.today()).await?;
    let own = ctx.actor().account_id() == Some(id.uuid());
    let givers: Vec<Uuid> = grants.iter().filter_map(|held| held.giver).collect();
    let givers = person::names(ctx.read(), &givers).await?;
    let grants: Vec<GrantRow> = grants
        .into_iter()
        .map(|held| GrantRow {
            role: grant::role_label(ctx.lang(), &held.role),
            field: end_reason(held.grant.id.uuid()),
            giver: held.giver.and_then(|giver| givers.get(&giver).cloned()).unwrap_or_default(),
            reason: held.reason,
            end: if ctx.may(ACCOUNT_MANAGE, Some(&held.path)) {
                page.href(&format!("{href}/vai-tro/{}/ket-thuc", held.grant.id))
            } else {
                String::new()
            },
            agency: held.agency_name,
            from: held.valid_from,
            until: held.valid_to.map(|day| day.vn()).unwrap_or_default(),
        })
        .collect();
    let loan = |loan: Delegation| LoanRow {
        role: grant::role_label(ctx.lang(), &loan.role),
        from: loan.valid_from.vn(),
        until: loan.valid_to.vn(),
        end: match ctx.may(ACCOUNT_MANAGE, Some(&loan.path)) {
            true => page.href(&format!("{}/{}/ket-thuc", delegation::PATH, loan.id)),
            false => String::new(),
        },
        lender: loan.lender_name,
        borrower: loan.borrower_name,
        agency: loan.agency_name,
        reason: loan.reason,
    };
    let loans = delegation::store::of_account(ctx.read(), id, ctx.today()).await?;
    let loans = loans.into_iter().map(loan).collect();
    let invitation = link::store::invitation(ctx.read(), id, ctx.now()).await?;
    let waits = invitation.map(|invitation| match invitation.until {
        Some(until) => page.fill("identity.admin.invited_until", &[("when", &Timestamp(until).local().vn())]),
        None => page.t("identity.admin.invitation_over").to_owned(),
    });
    let app = factor::store::seed(ctx.read(), id).await?.is_some();
    let passkeys = passkey::store::of_account(ctx.read(), id).await?.len();
    let second_steps = [
        app.then(|| page.t("identity.admin.has_app").to_owned()),
        (passkeys > 0).then(|| page.count("identity.admin.has_passkeys", passkeys)),
    ];
    let history = ctx.history(&account).await?;
    let shown = ShowPage {
        href: page.href(&href),
        history: history.map(|path| page.href(&path)),
        locked: account.status == Status::Locked,
        own,
        outdated: match form.is_stale() {
            true => [LOCK, RESET, LIFT].into_iter().find(|f| !form.value(f).is_empty()).unwrap_or("unlock"),
            false => "",
        },
        second_steps: second_steps.into_iter().flatten().collect::<Vec<_>>().join(", "),
        careful: !own || grants.iter().any(|row| !row.end.is_empty()),
        grants,
        loans,
        waits: waits.unwrap_or_default(),
        roles: role_choices(ctx),
        agencies: agency_choices(ctx)?,
        account,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// The page again after somebody else changed the account first: it shows the account as it is now, the form as typed.
async fn outdated(ctx: &Ctx, id: Id<Account>, form: FormState) -> Result<Response> {
    let scope = ctx.scope(ACCOUNT_MANAGE);
    let account = store::find_visible(ctx.read(), (&scope, ctx.today()), id).await?.ok_or(Error::NotFound)?;
    // These forms say why something is done; of what is kept they repeat nothing.
    let same = form.clone();
    show_account(ctx, StatusCode::CONFLICT, id, form.beside(&same, account.version)).await
}

/// Whether an account was changed between its page and this answer.
fn came_late(error: &Error) -> bool {
    let done = ["identity.account.locked_already", "identity.account.active_already"];
    error.is_stale() || matches!(error, Error::Conflict(said) if done.contains(&said.key()))
}

/// The fields of reasons, by which the forms are told apart.
const LOCK: &str = "lock_reason";
const RESET: &str = "reset_reason";
const LIFT: &str = "lift_reason";

/// Each role has its own panel, so its reason has a name of its own.
fn end_reason(grant: Uuid) -> String {
    format!("end_reason_{grant}")
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

/// The roles this administrator could give over some agency. Over which is decided when one is given.
fn role_choices(ctx: &Ctx) -> Vec<Choice> {
    let mut choices: Vec<Choice> = grant::roles(ctx.app())
        .into_iter()
        .filter(|role| {
            grant::permissions(ctx.app(), role)
                .is_some_and(|permissions| grant::may_give(ctx.actor(), &permissions, None))
        })
        .map(|role| Choice::new(role, grant::role_label(ctx.lang(), role)))
        .collect();
    choices.sort_by_cached_key(|choice| base::text::sort_key(&choice.label));
    choices
}

/// The living agencies of the administrator's subtree, in the order of the tree.
fn agency_choices(ctx: &Ctx) -> Result<Vec<Choice>> {
    let tree = svc_org::tree(ctx.app())?;
    Ok(tree
        .at(ctx.today())
        .into_iter()
        .filter(|agency| ctx.may(ACCOUNT_MANAGE, Some(&agency.path)))
        .map(|agency| Choice::new(agency.id.to_string(), agency.full_name.clone()))
        .collect())
}
