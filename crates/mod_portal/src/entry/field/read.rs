//! What is typed, turned into what is kept; and what is wrong with it.

use base::{Id, LocalDate, LocalDateTime, Vnd};
use ui::{FormState, Message};

use super::{Field, Fields, LINE_MAX, ROWS_MAX, Row, Shape, TEXT_MAX};
use crate::{
    entry::{body, form::one_line, model::PICTURES, relation},
    media::{self, Item},
};

/// Reads a kind's fields from a form. What cannot be understood is refused at its field; what is missing is not: drafts
/// are kept unfinished.
pub fn read(form: &mut FormState, fields: &[Field]) -> Fields {
    let mut kept = Fields::default();
    for field in fields {
        match field.shape {
            Shape::Rows(columns) => kept.set_rows(field.name, rows(form, field.name, columns)),
            Shape::Derived(..) => {}
            _ => {
                let typed = form.text(field.name);
                let text = understood(form, field.name, &typed, field.shape);
                kept.set(field.name, text);
            }
        }
    }
    kept
}

/// The rows `{name}.{number}.{column}`, in order, without those left empty.
fn rows(form: &mut FormState, name: &str, columns: &[Field]) -> Vec<Row> {
    let prefix = format!("{name}.");
    let mut numbers: Vec<usize> = form
        .pairs()
        .filter_map(|(field, _)| field.strip_prefix(&prefix)?.split_once('.')?.0.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() > ROWS_MAX {
        form.reject(name, Message::new("portal.entry.wrong.rows").with("most", ROWS_MAX));
        numbers.truncate(ROWS_MAX);
    }
    let mut rows = Vec::new();
    for number in numbers {
        let mut row = Row::new();
        for column in columns {
            let at = format!("{name}.{number}.{}", column.name);
            let typed = form.text(&at);
            let text = understood(form, &at, &typed, column.shape);
            if !text.is_empty() {
                row.insert(column.name.to_owned(), text);
            }
        }
        if !row.is_empty() {
            rows.push(row);
        }
    }
    rows
}

/// A text as its shape keeps it. What it cannot keep is refused and kept as typed, for the form to show again.
fn understood(form: &mut FormState, at: &str, typed: &str, shape: Shape) -> String {
    if typed.is_empty() {
        return String::new();
    }
    let (kept, wrong) = match shape {
        Shape::Line => return limited(form, at, one_line(typed), LINE_MAX),
        Shape::Text => return limited(form, at, typed.replace("\r\n", "\n"), TEXT_MAX),
        Shape::Day => (LocalDate::parse(typed).ok().map(LocalDate::iso), "portal.entry.wrong.day"),
        Shape::Moment => (LocalDateTime::parse(typed).ok().map(|at| at.iso()), "portal.entry.wrong.moment"),
        Shape::Number => (digits(typed).map(|n| n.to_string()), "portal.entry.wrong.number"),
        Shape::Year => {
            let year = typed.parse::<u16>().ok().filter(|year| (1900..=2200).contains(year));
            (year.map(|year| year.to_string()), "portal.entry.wrong.year")
        }
        Shape::Money => {
            // The unit behind it says nothing new.
            let amount = digits(typed.trim_end_matches(|c: char| !c.is_ascii_digit()));
            (amount.map(|n| Vnd(n).0.to_string()), "portal.entry.wrong.money")
        }
        Shape::Link => (body::is_safe(typed).then(|| typed.to_owned()), "portal.entry.wrong.link"),
        Shape::Choice(words) => {
            (words.contains(&typed).then(|| typed.to_owned()), "portal.entry.wrong.choice")
        }
        Shape::Picture => {
            let known = PICTURES.iter().any(|(name, _)| *name == typed);
            (known.then(|| typed.to_owned()).or_else(|| of_library(typed)), "portal.entry.wrong.picture")
        }
        Shape::File => (of_library(typed), "portal.entry.wrong.file"),
        Shape::Entry => (relation::short(typed), "portal.entry.wrong.entry"),
        Shape::Rows(_) | Shape::Derived(..) => (None, "portal.entry.wrong.choice"),
    };
    kept.unwrap_or_else(|| {
        form.reject(at, wrong);
        typed.to_owned()
    })
}

/// An item of the library, by its identifier or by its address. Whether there is such a one is asked on handing over.
fn of_library(typed: &str) -> Option<String> {
    let id: Option<Id<Item>> = media::named(typed).or_else(|| typed.parse().ok());
    id.map(|id| id.to_string())
}

/// A number as people group it: `1.234.567`, `1 234 567`.
fn digits(typed: &str) -> Option<i64> {
    let bare: String = typed.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
    bare.bytes().all(|b| b.is_ascii_digit()).then(|| bare.parse().ok())?
}

fn limited(form: &mut FormState, at: &str, text: String, max: usize) -> String {
    let over = text.chars().count().saturating_sub(max);
    if over > 0 {
        form.reject(at, Message::new("portal.entry.wrong.long").with("max", max).with("over", over));
    }
    text
}
