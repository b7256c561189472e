//! What fields hold, as readers see it.

use base::{LocalDate, LocalDateTime, Vnd};
use ui::{Page, Picture, t};

use super::{Field, Fields, Row, Shape};
use crate::media::Media;

/// A field with what it holds.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// The field's name.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// What it holds, in the reader's way of writing; empty for rows.
    pub value: String,
    /// Where it leads, if it is an address.
    pub href: String,
    /// The picture it names; `value` then says what that shows.
    pub picture: Option<Picture>,
    /// Kind and size of the document it names.
    pub measure: String,
    /// The same for machines, if it is a day or a time.
    pub machine: String,
    /// Its rows: each the facts of one.
    pub rows: Vec<Vec<Self>>,
    /// Headings, where its rows are short enough for a table; each row then has all of them.
    pub columns: Vec<String>,
}

/// The fields that hold something, in the kind's order, without those a page shows in places of their own.
pub fn facts(
    page: &Page,
    kind: &str,
    fields: &[Field],
    kept: &Fields,
    but: &[&str],
    media: &Media,
) -> Vec<Fact> {
    let shown = fields.iter().filter(|field| !kept.is_empty(field.name) && !but.contains(&field.name));
    shown
        .map(|field| match field.shape {
            Shape::Rows(columns) => Fact {
                name: field.name,
                label: t(page.lang, &field.key(kind)).to_owned(),
                rows: kept
                    .rows(field.name)
                    .iter()
                    .map(|row| row_facts(page, kind, columns, row, media))
                    .collect(),
                columns: if is_tabular(columns) {
                    columns.iter().map(|column| t(page.lang, &column.key(kind)).to_owned()).collect()
                } else {
                    Vec::new()
                },
                ..Fact::default()
            },
            _ => fact(page, kind, field, kept.text(field.name), media),
        })
        .collect()
}

fn row_facts(page: &Page, kind: &str, columns: &[Field], row: &Row, media: &Media) -> Vec<Fact> {
    let whole = is_tabular(columns);
    // What a picture shows is said with it.
    let cells = columns
        .iter()
        .filter(|column| whole || (row.contains_key(column.name) && column.name != "picture_alt"));
    let cell = |column: &Field| {
        let text = row.get(column.name).map_or("", String::as_str);
        let fact = fact(page, kind, column, text, media);
        match column.shape {
            Shape::Picture => {
                let value = row.get("picture_alt").cloned().unwrap_or_default();
                Fact { picture: media.picture(text, &value), value, ..fact }
            }
            _ => fact,
        }
    };
    cells.map(cell).collect()
}

/// Whether rows of these fields are a table: several short cells, no pictures.
fn is_tabular(columns: &[Field]) -> bool {
    columns.len() > 2
        && columns.iter().all(|column| !matches!(column.shape, Shape::Text | Shape::Picture | Shape::File))
}

fn fact(page: &Page, kind: &str, field: &Field, text: &str, media: &Media) -> Fact {
    if matches!(field.shape, Shape::File) {
        return file(page, kind, field, text, media);
    }
    let (value, machine) = match field.shape {
        Shape::Day => match LocalDate::parse(text) {
            Ok(day) => (day.vn(), day.iso()),
            Err(_) => (text.to_owned(), String::new()),
        },
        Shape::Moment => match LocalDateTime::parse(text) {
            Ok(at) => (at.vn(), text.to_owned()),
            Err(_) => (text.to_owned(), String::new()),
        },
        Shape::Number => (text.parse::<i64>().map_or(text.to_owned(), |n| page.number(n)), String::new()),
        Shape::Money => (text.parse().map_or(text.to_owned(), |n| Vnd(n).to_string()), String::new()),
        Shape::Choice(words) | Shape::Derived(words, _) if words.contains(&text) => {
            (t(page.lang, &field.word_key(kind, text)).to_owned(), String::new())
        }
        _ => (text.to_owned(), String::new()),
    };
    let href = if matches!(field.shape, Shape::Link) { text.to_owned() } else { String::new() };
    let label = t(page.lang, &field.key(kind)).to_owned();
    Fact { name: field.name, label, value, href, machine, ..Fact::default() }
}

/// A document: its name in the library, its kind and size, where it is opened.
fn file(page: &Page, kind: &str, field: &Field, text: &str, media: &Media) -> Fact {
    let label = t(page.lang, &field.key(kind)).to_owned();
    let Some(shown) = media.at(text) else { return Fact { name: field.name, label, ..Fact::default() } };
    let value = format!("{} ({})", shown.item.details.title, shown.measure());
    let measure = shown.measure();
    Fact { name: field.name, label, value, href: page.href(&shown.href()), measure, ..Fact::default() }
}
