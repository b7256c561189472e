//! The people one works with: who serves at the agencies where one has a post or a role, and how they are reached.

use askama::Template;
use axum::{extract::Query, response::Response};
use kernel::{Ctx, Error, Result};
use serde::Deserialize;
use ui::{Page, Pager};

use super::{COLLEAGUES_PATH, store};

/// Rows on a page of the list.
const PER_PAGE: u64 = 100;

#[derive(Template)]
#[template(path = "person/templates/colleagues.html")]
struct ColleaguesPage {
    page: Page,
    rows: Vec<Colleague>,
    pager: Pager,
}

/// Somebody one works with.
pub(super) struct Colleague {
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
        store::colleagues(ctx.read(), own, ctx.today(), &words, PER_PAGE, (number - 1) * PER_PAGE).await?;
    let mut page = ctx.page(ui::t(ctx.lang(), "identity.colleagues.title"));
    let pager = Pager::new(number, PER_PAGE, total, &page.href(COLLEAGUES_PATH), &[("q", &words)]);
    page.query = words;
    ctx.html(&ColleaguesPage { page, rows, pager })
}
