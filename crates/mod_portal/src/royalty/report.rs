//! The month as a paper to be signed.

use askama::Template;
use axum::{extract::Query, response::Response};
use base::Vnd;
use kernel::{Ctx, Result, Viewed};
use ui::{Link, Page};

use super::{
    Award,
    in_words::in_words,
    lines::{AwardLine, SumLine, award_lines, money, sum_lines},
    payee::Oneself,
    place::{self, Asked},
    store::{self, sums},
};

/// Most lines of a paper or a file.
pub(super) const MOST: u64 = 5_000;

/// Notes that whoever asks saw what these payees were given.
pub(super) async fn note(ctx: &Ctx, awards: &[Award], what: &'static str) {
    let seen: Vec<Viewed<'_>> = awards.iter().map(Viewed::from).collect();
    ctx.log_views(&seen, what).await;
}

#[derive(Template)]
#[template(path = "royalty/templates/report.html")]
struct ReportPage {
    page: Page,
    agency: String,
    back: String,
    csv: String,
    xlsx: String,
    closed: bool,
    left_out: u64,
    /// Said where there are more lines than fit.
    too_many: String,
    /// The files of a month that needs several.
    parts: Vec<Link>,
    unverified: bool,
    lines: Vec<AwardLine>,
    payees: Vec<SumLine>,
    total: String,
    words: String,
}

pub(super) async fn show(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let place = asked.one_place(&ctx).await?;
    let (db, actor) = (ctx.read(), ctx.actor());
    let month = place.month;
    let there = (place.site.id, month);
    let row = store::month(db, place.site.id, month).await?;
    let awards = store::of_month(db, actor, there, true, MOST, 0).await?;
    note(&ctx, &awards, "portal.royalty.view.report").await;
    let sums = sums::totals(db, actor, Some(place.site.id), month).await?.pop();
    let sums = sums.map(|(_, total)| total).unwrap_or_default();
    let payees = sums::by_payee(db, actor, there).await?;
    let total: Vnd = payees.iter().map(|line| line.sum.amount).sum();
    let count: u64 = payees.iter().map(|line| line.sum.count).sum();
    let page = ctx.page("");
    let title = page.fill("portal.royalty.report.title", &[("month", &month.vn())]);
    let list = page.t("portal.royalty.work.title").to_owned();
    let back = place::path(&place);
    let mut page = page.crumb(list, Some(&back)).crumb(&title, None);
    page.title = title;
    let query = place::query(&place);
    let too_many = if count > MOST {
        page.fill(
            "portal.royalty.report.too_many",
            &[("most", &page.number(MOST)), ("n", &page.number(count))],
        )
    } else {
        String::new()
    };
    let parts = match sums.all.count.div_ceil(MOST) {
        0 | 1 => Vec::new(),
        n => (1..=n)
            .flat_map(|part| ["xlsx", "csv"].map(|kind| self::part(&page, &query, kind, part)))
            .collect(),
    };
    let shown = ReportPage {
        agency: place.site.name_in(page.lang).to_owned(),
        back: page.href(&back),
        csv: page.href(&format!("{}/bang-ke.csv?{query}", super::WORK)),
        xlsx: page.href(&format!("{}/bang-ke.xlsx?{query}", super::WORK)),
        closed: row.closed_at.is_some(),
        left_out: sums.proposed + sums.returned,
        too_many,
        parts,
        unverified: sums.unverified > 0,
        lines: award_lines(&page, awards, &Oneself::default()),
        payees: sum_lines(&page, payees),
        total: money(&page, total),
        words: in_words(total),
        page,
    };
    ctx.html(&shown)
}

fn part(page: &Page, query: &str, kind: &str, part: u64) -> Link {
    Link {
        label: page.fill("portal.royalty.report.part", &[("n", &part), ("kind", &kind.to_uppercase())]),
        href: page.href(&format!("{}/bang-ke.{kind}?{query}&phan={part}", super::WORK)),
    }
}
