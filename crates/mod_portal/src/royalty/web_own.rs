//! What somebody was given themselves, at whichever site. Nobody else's is ever shown here.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::Id;
use kernel::{Ctx, Error, Result};
use serde::Deserialize;
use ui::{Page, Pager};

use super::{
    OWN,
    lines::{AwardLine, SumLine, award_lines, sum_line},
    payee::Oneself,
    store::{self, sums},
};
use crate::site::{self, Site};

/// Awards on a page of the list.
const PER_PAGE: u64 = 50;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: String,
}

#[derive(Template)]
#[template(path = "royalty/templates/own.html")]
struct OwnPage {
    page: Page,
    years: Vec<SumLine>,
    lines: Vec<(AwardLine, String)>,
    pager: Pager,
}

pub(super) async fn index(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    if ctx.actor().account_id().is_none() {
        return Err(Error::SignIn);
    }
    let mut page = ctx.page("");
    page.title = page.t("portal.royalty.own.title").to_owned();
    let oneself = Oneself::alone(&ctx).await?;
    let accounts = oneself.accounts();
    let total = sums::count_of_payees(ctx.read(), &accounts).await?;
    let pager = Pager::asked(&asked.page, PER_PAGE, total, &page.href(OWN), &[]);
    let awards = store::of_payees(ctx.read(), &accounts, PER_PAGE, pager.before()).await?;
    let family = site::sites(ctx.app())?;
    let name = |id: Id<Site>| family.by_id(id).map_or("", |site| site.name_in(page.lang)).to_owned();
    let sites: Vec<String> = awards.iter().map(|award| name(award.site)).collect();
    let years = sums::by_year(ctx.read(), &accounts).await?;
    let shown = OwnPage {
        years: years.into_iter().map(|(year, sum)| sum_line(&page, year, sum)).collect(),
        lines: award_lines(&page, awards, &oneself).into_iter().zip(sites).collect(),
        pager,
        page,
    };
    ctx.html(&shown)
}
