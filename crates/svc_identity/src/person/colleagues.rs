//! The people one works with: who serves at the agencies where one has a post or a role, and how they are reached.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::{Actor, Id};
use kernel::{Ctx, Error, Result};
use serde::Deserialize;
use ui::{Page, Pager};

use super::{COLLEAGUES_PATH, store_colleagues as store};
use crate::{Account, delegation};

/// Rows on a page of the list.
const PER_PAGE: u64 = 100;

#[derive(Template)]
#[template(path = "person/templates/colleagues.html")]
struct ColleaguesPage {
    page: Page,
    rows: Vec<Colleague>,
    pager: Pager,
    /// Where a role is lent to one of them; nothing for those who have none of their own.
    lend: Option<String>,
}

/// Somebody one works with.
pub(super) struct Colleague {
    /// By which they could stand in for one.
    pub account: Option<Id<Account>>,
    pub name: String,
    pub title: String,
    pub unit: String,
    pub agency: String,
    pub phone: String,
    /// As it is dialled.
    pub dial: String,
    pub email: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    page: Option<u64>,
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let words = asked.q.unwrap_or_default();
    let number = asked.page.unwrap_or(1).clamp(1, 1_000_000);
    let own = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let (rows, total) =
        store::page(ctx.read(), (own, ctx.today()), &words, PER_PAGE, (number - 1) * PER_PAGE).await?;
    let lends = match ctx.actor() {
        Actor::Account(account) => account.grants.iter().any(|grant| grant.lent_by.is_none()),
        Actor::Anonymous | Actor::System(_) => false,
    };
    let mut page = ctx.page(ui::t(ctx.lang(), "identity.colleagues.title"));
    let pager = Pager::new(number, PER_PAGE, total, &page.href(COLLEAGUES_PATH), &[("q", &words)]);
    page.query = words;
    let lend = lends.then(|| page.href(delegation::PATH));
    ctx.html(&ColleaguesPage { page, rows, pager, lend })
}
