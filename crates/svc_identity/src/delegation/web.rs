use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use base::{Id, LocalDate};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use serde::Deserialize;
use ui::{Choice, FormState, Page};
use uuid::Uuid;

use super::{PATH, end::end, lend::lend, model::NewDelegation, store};
use crate::{
    Account,
    account::{ADMIN_PATH, OWN_PATH},
    grant::{self, role_label},
    person::{self, COLLEAGUES_PATH},
};

/// Colleagues offered at once; others are found on their page, which leads here.
const OFFERED: usize = 300;

#[derive(Template)]
#[template(path = "delegation/templates/show.html")]
struct ShowPage {
    page: Page,
    form: FormState,
    lent: Vec<Row>,
    borrowed: Vec<Row>,
    grants: Vec<Choice>,
    /// Agencies below those of the roles; empty where there are none.
    agencies: Vec<Choice>,
    borrowers: Vec<Choice>,
    colleagues: String,
}

/// A role lent or borrowed, as its parties read it.
struct Row {
    who: String,
    role: String,
    agency: String,
    from: String,
    until: String,
    reason: String,
    end: String,
}

/// Whom a role is to be lent to, chosen on the page of colleagues.
#[derive(Deserialize)]
pub(super) struct Asked {
    cho: Option<Uuid>,
}

pub(super) async fn show(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let mut form = FormState::default().with("from", ctx.today().iso());
    if let Some(borrower) = asked.cho {
        form = form.with("borrower", borrower);
    }
    render(&ctx, StatusCode::OK, form).await
}

async fn render(ctx: &Ctx, status: StatusCode, form: FormState) -> Result<Response> {
    let own: Id<Account> = ctx.actor().account_id().ok_or(Error::SignIn)?.into();
    let page = ctx.page(ui::t(ctx.lang(), "identity.delegation.title"));
    let page = page.crumb(ui::t(ctx.lang(), "identity.own.title"), Some(OWN_PATH));
    let page = page.clone().crumb(page.title, None);
    let held = grant::store::of_account(ctx.read(), own, ctx.today()).await?;
    let at = |role: &str, agency: &str| {
        page.fill("identity.admin.role_at", &[("role", &role_label(ctx.lang(), role)), ("agency", &agency)])
    };
    let choice =
        |held: &grant::Held| Choice::new(held.grant.id.to_string(), at(&held.role, &held.agency_name));
    let grants = held.iter().map(choice).collect();
    let (lent, borrowed): (Vec<_>, Vec<_>) =
        store::of_account(ctx.read(), own, ctx.today()).await?.into_iter().partition(|d| d.lender == own);
    let row = |d: super::Delegation| Row {
        who: if d.lender == own { d.borrower_name } else { d.lender_name },
        role: role_label(ctx.lang(), &d.role),
        agency: d.agency_name,
        from: d.valid_from.vn(),
        until: d.valid_to.vn(),
        reason: d.reason,
        end: page.href(&format!("{PATH}/{}/ket-thuc", d.id)),
    };
    let (lent, borrowed) = (lent.into_iter().map(row).collect(), borrowed.into_iter().map(row).collect());
    let agencies = agencies(ctx, &held)?;
    let borrowers = borrowers(ctx, own, &form).await?;
    let colleagues = page.href(COLLEAGUES_PATH);
    ctx.html_with(status, &ShowPage { form, lent, borrowed, grants, agencies, borrowers, colleagues, page })
}

/// The agencies below those of the roles, over which a part of one could be lent, in the order of the tree.
fn agencies(ctx: &Ctx, held: &[grant::Held]) -> Result<Vec<Choice>> {
    let tree = svc_org::tree(ctx.app())?;
    let below = |path: &str| held.iter().any(|held| path != held.path && path.starts_with(&held.path));
    let found = tree.at(ctx.today()).into_iter().filter(|agency| below(&agency.path));
    Ok(found.map(|agency| Choice::new(agency.id.to_string(), agency.full_name.clone())).collect())
}

/// The colleagues who sign in here, and the one chosen, by name.
async fn borrowers(ctx: &Ctx, own: Id<Account>, form: &FormState) -> Result<Vec<Choice>> {
    let whose = (own, ctx.today());
    let mut found = person::stand_ins(ctx.read(), whose, None, OFFERED).await?;
    if let Ok(chosen) = form.value("borrower").parse::<Uuid>()
        && found.iter().all(|one| one.account.uuid() != chosen)
    {
        found.extend(person::stand_ins(ctx.read(), whose, Some(chosen.into()), 1).await?);
    }
    let words = |one: &person::StandIn| {
        let parts = [&one.title, &one.agency].map(String::as_str);
        let about: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        ui::fill(
            ctx.lang(),
            "identity.delegation.stand_in",
            &[("name", &one.name), ("about", &about.join(", "))],
        )
    };
    Ok(found.iter().map(|one| Choice::new(one.account.to_string(), words(one))).collect())
}

pub(super) async fn create(ctx: Ctx, Form(mut form): Form) -> Result<Response> {
    let lent = match read(&mut form) {
        Some(new) => lend(&ctx, new).await,
        None => Err(Error::Invalid(Box::default())),
    };
    match lent {
        Ok(_) => Ok(ctx.redirect_saying(PATH, "identity.delegation.lent")),
        Err(Error::Invalid(_)) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await,
        Err(Error::Conflict(message)) => {
            let field = match message.key() {
                "identity.delegation.days" | "identity.delegation.too_long" => "until",
                "identity.delegation.outside" | "identity.grant.unknown_agency" => "agency",
                "identity.delegation.not_in_force" => "grant",
                _ => "borrower",
            };
            form.reject(field, message);
            render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
        Err(error) => Err(error),
    }
}

fn read(form: &mut FormState) -> Option<NewDelegation> {
    let mut chosen = |field: &str, missing: &'static str| {
        let id = form.required(field, missing).parse::<Uuid>().ok();
        if id.is_none() && form.error(field).is_none() {
            form.reject(field, missing);
        }
        id
    };
    let grant = chosen("grant", "identity.grant.role_missing");
    let borrower = chosen("borrower", "identity.delegation.borrower_missing");
    let typed = form.text("agency");
    let agency = typed.parse::<Uuid>().ok();
    if agency.is_none() && !typed.is_empty() {
        form.reject("agency", "identity.grant.unknown_agency");
    }
    let mut day = |field: &str| {
        let day = LocalDate::parse(&form.text(field)).ok();
        if day.is_none() {
            form.reject(field, "identity.grant.until_rule");
        }
        day
    };
    let (valid_from, valid_to) = (day("from"), day("until"));
    let reason = form.required("reason", "identity.delegation.reason_missing");
    let grant = grant.filter(|_| form.is_ok())?;
    Some(NewDelegation {
        grant: grant.into(),
        borrower: borrower?.into(),
        agency,
        valid_from: valid_from?,
        valid_to: valid_to?,
        reason,
    })
}

pub(super) async fn create_end(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    let ended = end(&ctx, id.into()).await?;
    let own = ctx.actor().account_id().map(Id::<Account>::from_uuid);
    let back = match [ended.lender, ended.borrower].map(Some).contains(&own) {
        true => PATH.to_owned(),
        false => format!("{ADMIN_PATH}/{}", ended.lender),
    };
    Ok(ctx.redirect_saying(&back, "identity.delegation.ended"))
}
