//! What differs between two revisions, word by word, for people to read.

use similar::{ChangeTag, TextDiff};
use ui::{Lang, t};

use super::{
    content::Content,
    field::{Field, Fields, Shape},
};

/// How a piece of text came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It stands in both.
    Kept,
    /// It came with the later one.
    Added,
    /// It went with the later one.
    Removed,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// How it came about.
    pub change: Change,
    /// The words.
    pub text: String,
}

/// A part of an entry that differs.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What the part is called.
    pub label: String,
    /// Its text in pieces.
    pub pieces: Vec<Piece>,
}

/// Words of unchanged text shown before and after a change.
const AROUND: usize = 12;

/// The parts in which two revisions differ, in the order of the form.
pub fn compare(lang: Lang, before: &Content, after: &Content) -> Vec<Difference> {
    let kind = after.kind;
    let said = |key: &str| t(lang, key).to_owned();
    let mut parts = vec![
        (said("portal.entry.form.title"), before.title.clone(), after.title.clone()),
        (said("portal.entry.form.summary"), before.summary.clone(), after.summary.clone()),
        (said("portal.entry.form.body"), before.body.clone(), after.body.clone()),
    ];
    let kept = kind.fields.iter().filter(|field| !matches!(field.shape, Shape::Derived(..)));
    for field in kept {
        let label = t(lang, &field.key(kind.name)).to_owned();
        parts.push((
            label,
            written(lang, kind.name, field, &before.fields),
            written(lang, kind.name, field, &after.fields),
        ));
    }
    let written_in = |content: &Content| content.lang.name(lang).to_owned();
    parts.push((said("portal.entry.form.lang"), written_in(before), written_in(after)));
    let differing = parts.into_iter().filter(|(_, before, after)| before != after);
    differing.map(|(label, before, after)| Difference { label, pieces: pieces(&before, &after) }).collect()
}

/// A field as text, rows line by line.
fn written(lang: Lang, kind: &str, field: &Field, fields: &Fields) -> String {
    let word = |field: &Field, text: &str| match field.shape {
        Shape::Choice(words) if words.contains(&text) => t(lang, &field.word_key(kind, text)).to_owned(),
        _ => text.to_owned(),
    };
    match field.shape {
        Shape::Rows(columns) => {
            let row = |row: &super::field::Row| {
                let cells = columns.iter().filter_map(|column| Some(word(column, row.get(column.name)?)));
                cells.collect::<Vec<_>>().join(" | ")
            };
            fields.rows(field.name).iter().map(row).collect::<Vec<_>>().join("\n")
        }
        _ => word(field, fields.text(field.name)),
    }
}

/// Two texts as one, in pieces; of long stretches that are the same only their ends are shown.
fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |change: Change, text: &str| match pieces.last_mut() {
        Some(last) if last.change == change => last.text.push_str(text),
        _ => pieces.push(Piece { change, text: text.to_owned() }),
    };
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let tag = match change.tag() {
            ChangeTag::Equal => Change::Kept,
            ChangeTag::Insert => Change::Added,
            ChangeTag::Delete => Change::Removed,
        };
        push(tag, change.value());
    }
    let last = pieces.len().saturating_sub(1);
    for (n, piece) in pieces.iter_mut().enumerate().filter(|(_, piece)| piece.change == Change::Kept) {
        piece.text = shortened(&piece.text, n > 0, n < last);
    }
    pieces
}

/// The ends of a stretch beside changes.
fn shortened(text: &str, after_change: bool, before_change: bool) -> String {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    let (head, tail) = (if after_change { AROUND } else { 0 }, if before_change { AROUND } else { 0 });
    if words.len() <= head + tail + AROUND {
        return text.to_owned();
    }
    format!("{} … {}", words[..head].concat(), words[words.len() - tail..].concat())
}
