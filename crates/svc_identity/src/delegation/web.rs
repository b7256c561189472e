use askama::Template;
use axum::{extract::Path, response::Response};
use base::{Id, LocalDate};
use http::StatusCode;
use kernel::{Ctx, Error, Result, http::Form};
use ui::{Choice, FormState, Page};
use uuid::Uuid;

use super::{PATH, end::end, lend::lend, model::NewDelegation, store};
use crate::{
    Account,
    account::OWN_PATH,
    grant::{self, role_label},
};

#[derive(Template)]
#[template(path = "delegation/templates/show.html")]
struct ShowPage {
    page: Page,
    form: FormState,
    lent: Vec<Row>,
    borrowed: Vec<Row>,
    grants: Vec<Choice>,
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

pub(super) async fn show(ctx: Ctx) -> Result<Response> {
    let form = FormState::default().with("from", ctx.today().iso());
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
    ctx.html_with(status, &ShowPage { form, lent, borrowed, grants, page })
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
                "identity.delegation.outside" | "identity.grant.unknown_agency" => "grant",
                _ => "borrower",
            };
            form.reject(field, message);
            render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
        Err(error) => Err(error),
    }
}

fn read(form: &mut FormState) -> Option<NewDelegation> {
    let grant = form.required("grant", "identity.grant.role_missing").parse::<Uuid>().ok();
    let borrower = form.required("borrower", "identity.delegation.borrower_missing");
    let mut day = |field: &str| {
        let day = LocalDate::parse(&form.text(field)).ok();
        if day.is_none() {
            form.reject(field, "identity.grant.until_rule");
        }
        day
    };
    let (valid_from, valid_to) = (day("from"), day("until"));
    let reason = form.required("reason", "identity.delegation.reason_missing");
    if grant.is_none() && form.error("grant").is_none() {
        form.reject("grant", "identity.grant.role_missing");
    }
    let grant = grant.filter(|_| form.is_ok())?;
    Some(NewDelegation {
        grant: grant.into(),
        borrower,
        agency: None,
        valid_from: valid_from?,
        valid_to: valid_to?,
        reason,
    })
}

pub(super) async fn create_end(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response> {
    end(&ctx, id.into()).await?;
    Ok(ctx.redirect_saying(PATH, "identity.delegation.ended"))
}
