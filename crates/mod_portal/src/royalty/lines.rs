//! Awards and sums as screens show them.

use base::Vnd;
use ui::Page;

use super::{
    WORK,
    model::{Award, Coefficient, Status, name_in},
    payee::Oneself,
    store::sums::{Line, Sum},
};

/// An award in a list.
pub(super) struct AwardLine {
    pub href: String,
    /// As the form that approves names it.
    pub value: String,
    pub title: String,
    pub payee: String,
    pub genre: String,
    /// Coefficient, and the share where it is not the whole.
    pub how: String,
    pub amount: String,
    pub unit: String,
    pub day: String,
    pub month: String,
    pub status: Status,
    pub correction: bool,
    /// Why a revision was awarded for as new work.
    pub again: String,
    pub note: String,
    pub approvable: bool,
    pub own: bool,
    pub verified: bool,
}

/// Đồng, with the word.
pub(super) fn money(page: &Page, amount: Vnd) -> String {
    page.fill("portal.royalty.money", &[("n", &page.number(amount.0))])
}

/// From the smallest coefficient to the largest.
pub(super) fn range(page: &Page, smallest: Coefficient, largest: Coefficient) -> String {
    page.fill(
        "portal.royalty.form.range",
        &[("smallest", &smallest.text(page.lang)), ("largest", &largest.text(page.lang))],
    )
}

/// A sum under a name.
pub(super) struct SumLine {
    pub name: String,
    pub count: u64,
    pub amount: String,
}

pub(super) fn sum_lines(page: &Page, lines: Vec<Line>) -> Vec<SumLine> {
    let name = |line: &Line| name_in(page.lang, &line.name, &line.name_en).to_owned();
    lines.iter().map(|line| sum_line(page, name(line), line.sum)).collect()
}

pub(super) fn sum_line(page: &Page, name: String, sum: Sum) -> SumLine {
    SumLine { name, count: sum.count, amount: money(page, sum.amount) }
}

/// Coefficient, and the share where it is not the whole.
pub(super) fn how(page: &Page, award: &Award) -> String {
    let coefficient = award.terms.coefficient.text(page.lang);
    match award.terms.share {
        100 => coefficient,
        share => format!("{coefficient} × {share} %"),
    }
}

/// Why a revision was awarded for as new work, in words; nothing where it was not.
pub(super) fn again(page: &Page, award: &Award) -> String {
    match award.again.as_str() {
        "" => String::new(),
        reason => page.fill("portal.royalty.work.again", &[("reason", &reason)]),
    }
}

pub(super) fn award_lines(page: &Page, awards: Vec<Award>, oneself: &Oneself) -> Vec<AwardLine> {
    let hands = oneself.accounts();
    let line = |award: Award| {
        let own = oneself.is(&award.terms.payee);
        AwardLine {
            href: page.href(&format!("{WORK}/{}", award.id)),
            value: format!("{}:{}", award.id, award.version),
            how: how(page, &award),
            genre: award.rates.name_in(page.lang).to_owned(),
            amount: money(page, award.amount),
            unit: money(page, award.rates.unit),
            day: award.work.published_on.vn(),
            month: award.month.vn(),
            status: award.status,
            correction: award.corrects.is_some(),
            again: again(page, &award),
            note: if award.corrects.is_some() { award.reason.clone() } else { award.terms.note.clone() },
            approvable: !award.closed && award.status == Status::Proposed && !own && !award.has_hand(&hands),
            own,
            verified: award.rates.verified,
            title: award.work.title,
            payee: award.payee_name,
        }
    };
    awards.into_iter().map(line).collect()
}
