//! A question as people ask it, in texts, and its answer.

use base::{LocalDateTime, text::nfc};
use ui::{Lang, Message};

use crate::calendar::{
    Calendar, Cutoff, Due, Quantity, Term, TermError, Warning, WorkingHours, due, parse_unit,
};

/// What was asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The moment of acceptance.
    Received,
    /// How many.
    Quantity,
    /// Of what.
    Unit,
}

/// What is wrong with an input and how to put it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub input: Input,
    /// The sentence.
    pub message: Message,
}

impl Fault {
    fn new(input: Input, message: impl Into<Message>) -> Self {
        Self { input, message: message.into() }
    }
}

/// Until when, and what is uncertain about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The last moment that is in time.
    pub due: LocalDateTime,
    /// What may move it, a sentence each.
    pub warnings: Vec<String>,
    /// The counting behind it.
    pub counting: Due,
}

/// Reads a question: `2026-04-24T09:00` (a space instead of `T` will do), `3` or `0,5`, and `wd`, `day`, `hour` or
/// `month`.
///
/// # Errors
/// Everything that is wrong, in that order.
pub fn question(received: &str, quantity: &str, unit: &str) -> Result<(LocalDateTime, Term), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut note = |fault| faults.push(fault);
    let received = LocalDateTime::parse(&nfc(received).replace(' ', "T"))
        .map_err(|_| note(Fault::new(Input::Received, "workflow.ask.received_wrong")))
        .ok();
    let quantity =
        quantity.parse::<Quantity>().map_err(|e| note(Fault::new(Input::Quantity, term_message(e)))).ok();
    let unit = parse_unit(unit).map_err(|_| note(Fault::new(Input::Unit, "workflow.ask.unit_wrong"))).ok();
    let term = quantity.zip(unit).and_then(|(quantity, unit)| {
        Term::new(quantity, unit).map_err(|e| note(Fault::new(Input::Quantity, term_message(e)))).ok()
    });
    received.zip(term).ok_or(faults)
}

/// When something accepted then, with a term of so many units, is due: the question of [`question`] put to a calendar
/// and an agency's hours, with the usual cut-off of 15:00 ([`Cutoff`]).
///
/// # Errors
/// Those of [`question`]; a deadline past the last day that can be written.
pub fn answer_due(
    calendar: &Calendar,
    hours: &WorkingHours,
    received: &str,
    quantity: &str,
    unit: &str,
    lang: Lang,
) -> Result<Answer, Vec<Fault>> {
    let (received, term) = question(received, quantity, unit)?;
    let counting = due(calendar, hours, received, &term, Cutoff::default())
        .map_err(|_| vec![Fault::new(Input::Received, "workflow.clock.out_of_range")])?;
    let warnings = counting.warnings.iter().map(|warning| warning_text(warning, lang)).collect();
    Ok(Answer { due: counting.at, warnings, counting })
}

/// A warning as a sentence.
pub fn warning_text(warning: &Warning, lang: Lang) -> String {
    let message = Message::new(warning.key());
    match warning {
        Warning::YearNotCovered(year) => message.with("year", year),
        Warning::Projected { date, name } => message.with("date", date.vn()).with("name", name),
    }
    .text(lang)
}

fn term_message(error: TermError) -> Message {
    Message::new(error.key()).with("max", Quantity::MAX)
}
