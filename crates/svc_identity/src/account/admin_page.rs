//! What an administrator sees of one account: its roles, what it lent and borrowed, how it signs in.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use base::{Id, Timestamp};
use http::StatusCode;
use kernel::{Ctx, Error, Result};
use ui::{Choice, FormState, Page};
use uuid::Uuid;

use super::{ADMIN_PATH, Status, store};
use crate::{
    ACCOUNT_MANAGE, Account,
    delegation::{self, Delegation},
    factor,
    grant::{self, Held},
    link, passkey, person,
};

/// The fields of reasons, by which the forms are told apart.
pub(super) const LOCK: &str = "lock_reason";
pub(super) const RESET: &str = "reset_reason";
pub(super) const LIFT: &str = "lift_reason";

/// Each role has its own panel, so its reason has a name of its own.
pub(super) fn end_reason(grant: Uuid) -> String {
    format!("end_reason_{grant}")
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

impl GrantRow {
    fn new(ctx: &Ctx, page: &Page, href: &str, held: Held, givers: &HashMap<Uuid, String>) -> Self {
        Self {
            role: grant::role_label(ctx.lang(), &held.role),
            field: end_reason(held.grant.id.uuid()),
            giver: held.giver.and_then(|giver| givers.get(&giver).cloned()).unwrap_or_default(),
            reason: held.reason,
            end: match ctx.may(ACCOUNT_MANAGE, Some(&held.path)) {
                true => page.href(&format!("{href}/vai-tro/{}/ket-thuc", held.grant.id)),
                false => String::new(),
            },
            agency: held.agency_name,
            from: held.valid_from,
            until: held.valid_to.map(|day| day.vn()).unwrap_or_default(),
        }
    }
}

impl LoanRow {
    fn new(ctx: &Ctx, page: &Page, loan: Delegation) -> Self {
        Self {
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
        }
    }
}

/// The page of one account, with a form as it was typed.
///
/// # Errors
/// [`Error::NotFound`] beyond the administrator's scope.
pub(super) async fn show_account(
    ctx: &Ctx,
    status: StatusCode,
    id: Id<Account>,
    form: FormState,
) -> Result<Response> {
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
    let grants: Vec<GrantRow> =
        grants.into_iter().map(|held| GrantRow::new(ctx, &page, &href, held, &givers)).collect();
    let loans = delegation::store::of_account(ctx.read(), id, ctx.today()).await?;
    let loans = loans.into_iter().map(|loan| LoanRow::new(ctx, &page, loan)).collect();
    let waits = waits(ctx, &page, id).await?;
    let second_steps = second_steps(ctx, &page, id).await?;
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
        second_steps,
        careful: !own || grants.iter().any(|row| !row.end.is_empty()),
        grants,
        loans,
        waits,
        roles: role_choices(ctx),
        agencies: agency_choices(ctx)?,
        account,
        form,
        page,
    };
    ctx.html_with(status, &shown)
}

/// The page again after somebody else changed the account first: it shows the account as it is now, the form as typed.
pub(super) async fn outdated(ctx: &Ctx, id: Id<Account>, form: FormState) -> Result<Response> {
    let scope = ctx.scope(ACCOUNT_MANAGE);
    let account = store::find_visible(ctx.read(), (&scope, ctx.today()), id).await?.ok_or(Error::NotFound)?;
    // These forms say why something is done; of what is kept they repeat nothing.
    let same = form.clone();
    show_account(ctx, StatusCode::CONFLICT, id, form.beside(&same, account.version)).await
}

/// That nobody has taken an account up yet, and until when they can; empty once somebody has.
async fn waits(ctx: &Ctx, page: &Page, id: Id<Account>) -> Result<String> {
    let invitation = link::store::invitation(ctx.read(), id, ctx.now()).await?;
    let words = invitation.map(|invitation| match invitation.until {
        Some(until) => page.fill("identity.admin.invited_until", &[("when", &Timestamp(until).local().vn())]),
        None => page.t("identity.admin.invitation_over").to_owned(),
    });
    Ok(words.unwrap_or_default())
}

/// What is asked at sign-in besides the password, or instead of it; empty for nothing.
async fn second_steps(ctx: &Ctx, page: &Page, id: Id<Account>) -> Result<String> {
    let app = factor::store::seed(ctx.read(), id).await?.is_some();
    let passkeys = passkey::store::of_account(ctx.read(), id).await?.len();
    let steps = [
        app.then(|| page.t("identity.admin.has_app").to_owned()),
        (passkeys > 0).then(|| page.count("identity.admin.has_passkeys", passkeys)),
    ];
    Ok(steps.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// The roles this administrator could give over some agency. Over which is decided when one is given.
pub(super) fn role_choices(ctx: &Ctx) -> Vec<Choice> {
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
pub(super) fn agency_choices(ctx: &Ctx) -> Result<Vec<Choice>> {
    let tree = svc_org::tree(ctx.app())?;
    Ok(tree
        .at(ctx.today())
        .into_iter()
        .filter(|agency| ctx.may(ACCOUNT_MANAGE, Some(&agency.path)))
        .map(|agency| Choice::new(agency.id.to_string(), agency.full_name.clone()))
        .collect())
}
