//! A kind's fields as its form asks for them.

use ui::{Choice, FormState, Lang, t};

use super::{Field, ROWS_MAX, Shape};
use crate::entry::model::PICTURES;

/// Empty rows a form offers beside those filled in; saving offers as many again.
const SPARE: usize = 2;

/// A field of a form.
#[derive(Debug)]
pub struct Asked {
    /// Its name, also the identifier on the page.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// A line of advice, or nothing.
    pub hint: &'static str,
    /// Which control it is: `line`, `text`, `day`, `moment`, `number`, `link`, `choice`, `picture`, `file`, `rows`.
    pub control: &'static str,
    /// Whether it will be asked for.
    pub required: bool,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// The rows, each with its heading and its fields.
    pub rows: Vec<(String, Vec<Self>)>,
}

/// What the library offers to fields.
#[derive(Clone, Debug, Default)]
pub struct Offered {
    /// Pictures.
    pub pictures: Vec<Choice>,
    /// Documents.
    pub documents: Vec<Choice>,
}

/// The fields of a kind, with as many rows as the form holds and a few to spare.
pub fn ask(lang: Lang, kind: &str, fields: &[Field], form: &FormState, offered: &Offered) -> Vec<Asked> {
    let asked = fields.iter().filter(|field| !matches!(field.shape, Shape::Derived(..)));
    asked.map(|field| one(lang, kind, field, field.name.to_owned(), form, offered)).collect()
}

fn one(lang: Lang, kind: &str, field: &Field, name: String, form: &FormState, offered: &Offered) -> Asked {
    let key = field.key(kind);
    let hint = format!("{key}_hint");
    let word = |word: &&str| Choice::new(*word, t(lang, &field.word_key(kind, word)));
    let choices = match field.shape {
        Shape::Choice(words) => words.iter().map(word).collect(),
        Shape::Picture => {
            let drawn = PICTURES.iter().map(|(name, key)| Choice::new(*name, t(lang, key)));
            offered.pictures.iter().cloned().chain(drawn).collect()
        }
        Shape::File => offered.documents.clone(),
        _ => Vec::new(),
    };
    let rows = match field.shape {
        Shape::Rows(columns) => rows(lang, kind, columns, &name, form, offered),
        _ => Vec::new(),
    };
    Asked {
        label: t(lang, &key).to_owned(),
        hint: ui::known(lang, &hint).unwrap_or_default(),
        control: match field.shape {
            Shape::Line => "line",
            Shape::Text => "text",
            Shape::Day => "day",
            Shape::Moment => "moment",
            Shape::Number | Shape::Year | Shape::Money => "number",
            Shape::Link | Shape::Entry => "link",
            Shape::Choice(_) | Shape::Derived(..) => "choice",
            Shape::Picture => "picture",
            Shape::File => "file",
            Shape::Rows(_) => "rows",
        },
        required: field.required,
        choices,
        rows,
        name,
    }
}

fn rows(
    lang: Lang,
    kind: &str,
    columns: &[Field],
    name: &str,
    form: &FormState,
    offered: &Offered,
) -> Vec<(String, Vec<Asked>)> {
    let prefix = format!("{name}.");
    let number = |field: &str| field.strip_prefix(&prefix)?.split_once('.')?.0.parse::<usize>().ok();
    let filled = form.pairs().filter(|(_, value)| !value.is_empty()).filter_map(|(field, _)| number(field));
    let count = filled.map(|n| n + 1).max().unwrap_or(0);
    (0..(count + SPARE).min(ROWS_MAX))
        .map(|n| {
            let fields = columns
                .iter()
                .map(|column| one(lang, kind, column, format!("{prefix}{n}.{}", column.name), form, offered));
            (ui::fill(lang, "portal.entry.form.row", &[("n", &(n + 1))]), fields.collect())
        })
        .collect()
}
