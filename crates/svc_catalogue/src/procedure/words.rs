//! Facts of a procedure in the reader's words.

use base::LocalDate;
use ui::{Lang, fill, t};

use super::{
    layers::{FeeLine, NAME_CUT},
    model::{Fee, Term, TermUnit},
};

/// The national index cuts results after so many characters.
const RESULT_CUT: usize = 110;
/// The full file cuts papers after so many.
const PAPER_CUT: usize = 420;
/// And legal documents after so many.
const LAW_CUT: usize = 160;
/// The condensed file cuts them after so many.
const CONDENSED_RESULT_CUT: usize = 120;

/// How long, in words: `7 ngày làm việc`.
pub fn term(lang: Lang, term: Term) -> String {
    if term.hundredths == 0 && term.unit == TermUnit::WorkingDay {
        return t(lang, "catalogue.procedure.term.same_day").to_owned();
    }
    let (whole, part) = (term.hundredths / 100, term.hundredths % 100);
    let mut number = whole.to_string();
    if part > 0 {
        number.push(if lang == Lang::Vi { ',' } else { '.' });
        number.push_str(format!("{part:02}").trim_end_matches('0'));
    }
    let one = whole == 1 && part == 0;
    let key = match (term.unit, one) {
        (TermUnit::WorkingDay, false) => "catalogue.procedure.term.working_days",
        (TermUnit::WorkingDay, true) => "catalogue.procedure.term.working_day",
        (TermUnit::Day, false) => "catalogue.procedure.term.days",
        (TermUnit::Day, true) => "catalogue.procedure.term.day",
        (TermUnit::Hour, false) => "catalogue.procedure.term.hours",
        (TermUnit::Hour, true) => "catalogue.procedure.term.hour",
        (TermUnit::Month, false) => "catalogue.procedure.term.months",
        (TermUnit::Month, true) => "catalogue.procedure.term.month",
    };
    fill(lang, key, &[("n", &number)])
}

/// An amount of money in words: `20.000 đồng`.
pub fn money(lang: Lang, amount: base::Vnd) -> String {
    let number = amount.to_string();
    let number = if lang == Lang::Vi { number } else { number.replace('.', ",") };
    fill(lang, "catalogue.procedure.fee.amount", &[("amount", &number)])
}

/// What it costs, in words; a fee not known is said to be so, never shown as 0. The note says who sets it.
pub fn fee(lang: Lang, fee: Fee, note: &str) -> String {
    match fee {
        Fee::Free => t(lang, "catalogue.procedure.fee.free").to_owned(),
        Fee::Fixed(amount) => money(lang, amount),
        Fee::From(amount) => fill(lang, "catalogue.procedure.fee.from", &[("amount", &money(lang, amount))]),
        Fee::ByRule => rule(lang, note),
        Fee::ListedZero => t(lang, "catalogue.procedure.fee.listed_zero").to_owned(),
        Fee::Unknown => t(lang, "catalogue.procedure.fee.unknown").to_owned(),
    }
}

/// By whose rule a fee is set, as far as the note says.
fn rule(lang: Lang, note: &str) -> String {
    let note = base::text::fold(note);
    let council = note.contains("hdnd") || note.contains("hoi dong nhan dan");
    t(lang, if council { "catalogue.procedure.fee.council" } else { "catalogue.procedure.fee.rule" })
        .to_owned()
}

/// A note as shown: one that the source cut ends with its last whole sentence, if it has one.
pub fn note(note: &str) -> String {
    let Some(cut) = note.strip_suffix('…') else { return note.to_owned() };
    let begins = |at: usize| cut[at + 2..].starts_with(char::is_uppercase);
    match cut.match_indices(". ").map(|(at, _)| at).filter(|at| begins(*at)).last() {
        Some(at) => cut[..=at].to_owned(),
        None => note.to_owned(),
    }
}

/// What a note on the time adds to the time itself. Empty if it only repeats it.
pub fn term_note(note: &str, length: Option<Term>) -> String {
    // The sources write Vietnamese, whatever the reader reads.
    let said = length.map(|length| term(Lang::Vi, length)).unwrap_or_default();
    let note = note.trim();
    match note.get(..said.len()) {
        Some(begin) if !said.is_empty() && begin.to_lowercase() == said.to_lowercase() => {
            note[said.len()..].trim_start_matches([';', ',', '.', ' ']).to_owned()
        }
        _ => note.to_owned(),
    }
}

/// One fee of one way to hand in.
pub fn fee_line(lang: Lang, line: &FeeLine) -> String {
    match (line.amount, line.doubtful) {
        (Some(base::Vnd(0)), _) => t(lang, "catalogue.procedure.fee.free").to_owned(),
        (Some(amount), _) => money(lang, amount),
        (None, Some(figure)) => fill(lang, "catalogue.procedure.fee.doubtful", &[("figure", &figure)]),
        (None, None) if line.note.is_empty() => t(lang, "catalogue.procedure.fee.unknown").to_owned(),
        (None, None) => rule(lang, &line.note),
    }
}

/// A name as shown: one that the source cut ends in `…`.
pub fn name(name: &str) -> String {
    cut_marked(name, &[NAME_CUT])
}

/// A result as shown: one that the source cut ends in `…`.
pub fn result(result: &str) -> String {
    cut_marked(result.trim_end_matches([',', ' ']), &[RESULT_CUT, RESULT_CUT - 1, CONDENSED_RESULT_CUT])
}

/// A paper as shown: one that the source cut ends in `…`.
pub fn paper(paper: &str) -> String {
    cut_marked(paper, &[PAPER_CUT, PAPER_CUT - 1])
}

/// A legal document as shown: one that the source cut ends in `…`.
pub fn law(law: &str) -> String {
    cut_marked(law, &[LAW_CUT, LAW_CUT - 1])
}

fn cut_marked(text: &str, cuts: &[usize]) -> String {
    let length = text.chars().count();
    let whole = text.ends_with(['.', ')', ';']);
    if cuts.contains(&length) && !whole { format!("{text}…") } else { text.to_owned() }
}

/// The day or month of which the data are, as people write it: `2026-07` → `07/2026`.
pub fn as_of(as_of: &str) -> String {
    match (LocalDate::parse(as_of), as_of.split_once('-')) {
        (Ok(day), _) => day.vn(),
        (_, Some((year, month))) => format!("{month}/{year}"),
        _ => as_of.to_owned(),
    }
}
