//! The month as a paper to be signed.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::Vnd;
use kernel::{Ctx, Result};
use ui::Page;

use super::{
    in_words::in_words,
    lines::{AwardLine, SumLine, award_lines, money, sum_lines},
    model::{Award, Status},
    payee::Oneself,
    place::{self, Asked},
    store, sums,
};

/// Most lines of a paper or a file.
pub(super) const MOST: u64 = 5_000;

#[derive(Template)]
#[template(path = "royalty/templates/report.html")]
struct ReportPage {
    page: Page,
    agency: String,
    back: String,
    csv: String,
    xlsx: String,
    closed: bool,
    left_out: usize,
    unverified: bool,
    lines: Vec<AwardLine>,
    payees: Vec<SumLine>,
    total: String,
    words: String,
}

pub(super) async fn show(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let place = asked.one_place(&ctx)?;
    let (db, actor) = (ctx.read(), ctx.actor());
    let month = place.month;
    let row = store::month(db, place.site.id, month).await?;
    let all = store::of_month(db, actor, place.site.id, month, MOST, 0).await?;
    let count = all.len();
    let approved: Vec<Award> = all.into_iter().filter(|award| award.status == Status::Approved).collect();
    let total: Vnd = approved.iter().map(|award| award.amount).sum();
    let page = ctx.page("");
    let title = page.fill("portal.royalty.report.title", &[("month", &month.vn())]);
    let list = page.t("portal.royalty.work.title").to_owned();
    let back = place::path(&place);
    let mut page = page.crumb(list, Some(&back)).crumb(&title, None);
    page.title = title;
    let query = place::query(&place);
    let shown = ReportPage {
        agency: place.site.name_in(page.lang).to_owned(),
        back: page.href(&back),
        csv: page.href(&format!("{}/bang-ke.csv?{query}", super::WORK)),
        xlsx: page.href(&format!("{}/bang-ke.xlsx?{query}", super::WORK)),
        closed: row.closed_at.is_some(),
        left_out: count - approved.len(),
        unverified: approved.iter().any(|award| !award.rates.verified),
        lines: award_lines(&page, approved, &Oneself::default()),
        payees: sum_lines(&page, sums::by_payee(db, actor, (place.site.id, month), true).await?),
        total: money(&page, total),
        words: in_words(total),
        page,
    };
    ctx.html(&shown)
}
