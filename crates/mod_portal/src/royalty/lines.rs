//! Awards and sums as screens show them.

use base::Vnd;
use ui::Page;

use super::{
    WORK,
    model::{Award, Status},
    payee::Oneself,
    sums::{Line, Sum},
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
    pub note: String,
    pub approvable: bool,
    pub own: bool,
    pub verified: bool,
}

/// Đồng, with the word.
pub(super) fn money(page: &Page, amount: Vnd) -> String {
    page.fill("portal.royalty.money", &[("n", &page.number(amount.0))])
}

/// A sum under a name.
pub(super) struct SumLine {
    pub name: String,
    pub count: u64,
    pub amount: String,
}

pub(super) fn sum_lines(page: &Page, lines: Vec<Line>) -> Vec<SumLine> {
    let name = |line: &Line| {
        if page.lang == ui::Lang::En && !line.name_en.is_empty() { &line.name_en } else { &line.name }.clone()
    };
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
