//! What a notice says: its kind's texts in the reader's language, with its own values filled in.

use std::{collections::BTreeMap, fmt::Display};

use base::text;
use kernel::Config;
use ui::Lang;
use unicode_normalization::char::is_combining_mark;

/// Longest value of a placeholder, in characters.
const VALUE_MAX: usize = 300;
/// Longest subject, in characters.
const SUBJECT_MAX: usize = 200;

/// A notice in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// One line.
    pub subject: String,
    /// Paragraphs.
    pub body: Vec<String>,
    /// What a short message says.
    pub short: String,
    /// Where it leads, as a whole address; may be empty.
    pub link: String,
}

/// What is filled in.
pub(crate) struct Filling<'a> {
    pub kind: &'a str,
    pub lang: Lang,
    /// Who is addressed.
    pub name: &'a str,
    pub values: &'a BTreeMap<String, String>,
    /// A path of this program, without language prefix.
    pub path: &'a str,
}

impl Words {
    /// Fills the texts of a kind.
    pub(crate) fn of(config: &Config, filling: &Filling<'_>) -> Self {
        let Filling { kind, lang, path, .. } = *filling;
        let link = if path.is_empty() {
            String::new()
        } else {
            format!("{}{}{path}", config.origin(""), lang.prefix())
        };
        let mut values: Vec<(&str, String)> =
            filling.values.iter().map(|(name, value)| (name.as_str(), one_line(value, VALUE_MAX))).collect();
        values.push(("name", one_line(filling.name, VALUE_MAX)));
        values.push(("link", link.clone()));
        let values: Vec<(&str, &dyn Display)> =
            values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        let fill = |part: &str| ui::fill(lang, &format!("{kind}.{part}"), &values);
        let subject = one_line(&fill("subject"), SUBJECT_MAX);
        let body = fill("body");
        let body = body.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
        let sms_key = format!("{kind}.sms");
        // A key without a text is answered with the key itself.
        let short = if ui::t(lang, &sms_key) == sms_key {
            format!("{subject} {link}").trim().to_owned()
        } else {
            fill("sms")
        };
        let body = body.map(str::to_owned).collect();
        Self { subject, body, short, link }
    }
}

/// Text of somebody else as it may stand in a line of ours: composed, no line ends or other control characters, no
/// heaps of accents on one letter, not endless.
pub(crate) fn one_line(typed: &str, max: usize) -> String {
    let mut line = String::new();
    let (mut marks, mut count, mut gap) = (0, 0, false);
    for c in text::nfc(typed).chars() {
        if c.is_whitespace() || c.is_control() {
            gap = !line.is_empty();
            continue;
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > 2 {
            continue;
        }
        count += 1 + usize::from(gap);
        if count > max {
            line.push('…');
            break;
        }
        if std::mem::take(&mut gap) {
            line.push(' ');
        }
        line.push(c);
    }
    line
}
