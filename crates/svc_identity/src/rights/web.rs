use askama::Template;
use axum::{extract::Query, response::Response};
use http::StatusCode;
use kernel::{Ctx, Error, Result};
use ui::{Choice, FormState, Page};
use uuid::Uuid;

use super::{PATH, table, why};
use crate::{ACCOUNT_MANAGE, account, grant::role_label};

#[derive(Template)]
#[template(path = "rights/templates/index.html")]
struct IndexPage {
    page: Page,
    roles: Vec<String>,
    rows: Vec<Row>,
}

/// A permission, and whether each role holds it.
struct Row {
    words: String,
    name: &'static str,
    held: Vec<bool>,
}

#[derive(Template)]
#[template(path = "rights/templates/why.html")]
struct WhyPage {
    page: Page,
    form: FormState,
    permissions: Vec<Choice>,
    agencies: Vec<Choice>,
    /// What was asked in words, once something was asked.
    asked: Option<String>,
    chains: Vec<Vec<why::Reason>>,
}

/// What a permission lets one do, in words: the text `{module}.permission.{the rest of its name}`.
fn words(page: &Page, permission: base::Permission) -> String {
    let name = permission.name();
    let Some((module, rest)) = name.split_once('.') else { return name.to_owned() };
    let key = format!("{module}.permission.{rest}");
    let words = page.t(&key);
    if words == key { name.to_owned() } else { words.to_owned() }
}

pub(super) async fn index(ctx: Ctx) -> Result<Response> {
    let page = ctx.page(ui::t(ctx.lang(), "identity.rights.title"));
    let table = table(ctx.app());
    let rows = table.rows.iter().map(|(permission, held)| Row {
        words: words(&page, *permission),
        name: permission.name(),
        held: held.clone(),
    });
    let rows = rows.collect();
    let roles = table.roles.iter().map(|role| role_label(ctx.lang(), role)).collect();
    ctx.html(&IndexPage { roles, rows, page })
}

pub(super) async fn why(ctx: Ctx, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response> {
    let mut form = FormState::new(pairs);
    let page = ctx.page(ui::t(ctx.lang(), "identity.rights.why_title"));
    let page = page.crumb(ui::t(ctx.lang(), "identity.rights.title"), Some(PATH));
    let page = page.clone().crumb(page.title, None);
    let permissions = table(ctx.app()).rows.into_iter();
    let permissions: Vec<Choice> = permissions.map(|(p, _)| Choice::new(p.name(), words(&page, p))).collect();
    let tree = svc_org::tree(ctx.app())?;
    let living =
        tree.at(ctx.today()).into_iter().filter(|agency| ctx.may(ACCOUNT_MANAGE, Some(&agency.path)));
    let agencies: Vec<_> = living.map(|a| (a.id.uuid(), a.full_name.clone(), a.path.clone())).collect();

    let (mut asked, mut chains) = (None, Vec::new());
    if form.pairs().next().is_some() {
        let login = form.required("login", "identity.rights.login_missing");
        let permission = form.required("permission", "identity.rights.permission_missing");
        let agency = form.required("agency", "identity.grant.agency_missing").parse::<Uuid>().ok();
        let agency = agencies.iter().find(|(id, ..)| Some(*id) == agency);
        let known = account::store::by_login(ctx.read(), &base::text::fold(&login)).await?;
        let known = match known {
            Some(known) => {
                account::store::find_visible(ctx.read(), (&ctx.scope(ACCOUNT_MANAGE), ctx.today()), known.id)
                    .await?
            }
            None => None,
        };
        if known.is_none() && form.error("login").is_none() {
            form.reject("login", "identity.rights.login_unknown");
        }
        if let (Some(known), Some((_, name, path)), true) = (known, agency, form.is_ok()) {
            chains = why::why(&ctx, &known, &permission, path).await?;
            let label = permissions.iter().find(|p| p.value == permission).map_or(&permission, |p| &p.label);
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("who", &known.display_name), ("what", label), ("where", name)];
            let key = if chains.is_empty() { "identity.rights.no" } else { "identity.rights.yes" };
            asked = Some(page.fill(key, &values));
        } else if form.is_ok() {
            return Err(Error::NotFound);
        }
        for reason in chains.iter_mut().flatten() {
            reason.role = role_label(ctx.lang(), &reason.role);
        }
    }
    let status = if form.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let agencies = agencies.into_iter().map(|(id, name, _)| Choice::new(id.to_string(), name)).collect();
    ctx.html_with(status, &WhyPage { form, permissions, agencies, asked, chains, page })
}
