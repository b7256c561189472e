//! The answer of the calculator, told day by day.

use ui::{FormState, Lang, fill, t};

use super::names::day_name;
use crate::{
    answer::{Answer, Input},
    calendar::{Counted, Reason, Step},
};

/// Names of the form's fields; they stand in addresses people share.
pub(super) const RECEIVED: &str = "nhan";
pub(super) const QUANTITY: &str = "so";
pub(super) const UNIT: &str = "don-vi";

/// Longer countings are shown by their beginning and end: what is between is the same every week.
const SHOWN_FIRST: usize = 45;
const SHOWN_LAST: usize = 15;

/// A deadline and the way there.
pub(super) struct Told {
    /// The day in words.
    pub day: String,
    /// `17:00`.
    pub time: String,
    /// For machines.
    pub iso: String,
    /// Text key of the rule that decided.
    pub rule: &'static str,
    pub warnings: Vec<String>,
    pub first: Vec<Line>,
    /// How many lines are left out between `first` and `last`.
    pub left_out: usize,
    pub last: Vec<Line>,
}

/// One step of the counting.
pub(super) struct Line {
    /// What it counts, short: `2`, `½`, `1:30`; a dash for nothing.
    pub mark: String,
    /// The same in words, for those who hear the page.
    pub words: String,
    pub counts: bool,
    pub day: String,
    pub why: String,
}

/// Puts what is wrong at the fields.
pub(super) fn reject(form: &mut FormState, faults: Vec<crate::answer::Fault>) {
    for fault in faults {
        let field = match fault.input {
            Input::Received => RECEIVED,
            Input::Quantity => QUANTITY,
            Input::Unit => UNIT,
        };
        form.reject(field, fault.message);
    }
}

impl Told {
    pub(super) fn new(answer: Answer, lang: Lang) -> Self {
        let mut whole = 0;
        let mut first: Vec<Line> =
            answer.counting.steps().iter().map(|step| Line::new(step, &mut whole, lang)).collect();
        let (mut left_out, mut last) = (0, Vec::new());
        if first.len() > SHOWN_FIRST + SHOWN_LAST {
            last = first.split_off(first.len() - SHOWN_LAST);
            left_out = first.len() - SHOWN_FIRST;
            first.truncate(SHOWN_FIRST);
        }
        let at = answer.due;
        Self {
            day: day_name(lang, at.date()),
            time: at.vn_time(),
            iso: at.iso(),
            rule: answer.counting.rule.kind.key(),
            warnings: answer.warnings,
            first,
            left_out,
            last,
        }
    }
}

impl Line {
    fn new(step: &Step, whole: &mut u32, lang: Lang) -> Self {
        let (mark, words) = match step.counted {
            Counted::Nothing => ("–".to_owned(), t(lang, "workflow.count.none").to_owned()),
            Counted::Day => {
                *whole += 1;
                (whole.to_string(), fill(lang, "workflow.count.day", &[("n", whole)]))
            }
            Counted::HalfDay => ("½".to_owned(), t(lang, "workflow.count.half").to_owned()),
            Counted::CalendarDays(n) => (n.to_string(), fill(lang, "workflow.count.days", &[("n", &n)])),
            Counted::Seconds(seconds) => {
                let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60);
                let words = fill(lang, "workflow.count.time", &[("hours", &hours), ("minutes", &minutes)]);
                (format!("{hours}:{minutes:02}"), words)
            }
        };
        let day = if step.from == step.to {
            day_name(lang, step.from)
        } else {
            format!("{} – {}", step.from.vn(), step.to.vn())
        };
        let name = match &step.reason {
            Reason::MakeupWork(name) | Reason::Holiday(name) | Reason::SwapOff(name) => name.as_str(),
            _ => "",
        };
        let why = fill(lang, step.reason.key(), &[("name", &name)]);
        Self { mark, words, counts: step.counted != Counted::Nothing, day, why }
    }
}
