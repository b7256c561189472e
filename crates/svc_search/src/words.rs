//! Text cut into words, each in the two forms in which it is indexed.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longer words are indexed, and asked for, by their beginning.
const MAX_WORD_CHARS: usize = 64;

/// One word as both fields hold it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Forms {
    /// Lower case, no accents, `đ` → `d`: how people type in a hurry. `ly`, `ky` … are `li`, `ki`.
    pub folded: String,
    /// Lower case with accents. The tone is moved to the end of the word, so that both ways of placing it
    /// (`hòa`, `hoà`) are one word. Not for display.
    pub exact: String,
}

impl Forms {
    /// Both forms of one word.
    pub fn of(word: &str) -> Self {
        let mut exact = String::with_capacity(word.len() + 4);
        let mut folded = String::with_capacity(word.len());
        let mut tone = None;
        for ch in word.chars().take(MAX_WORD_CHARS).nfd().flat_map(char::to_lowercase) {
            match ch {
                // Grave, acute, tilde, hook above, dot below: the five tones.
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(ch),
                c if is_combining_mark(c) => exact.push(c),
                // The Icelandic letter looks the same in capitals and comes out of old converters.
                '\u{111}' | '\u{f0}' => {
                    exact.push('\u{111}');
                    folded.push('d');
                }
                c => {
                    exact.push(c);
                    folded.push(c);
                }
            }
        }
        // After these letters alone `i` and `y` are one sound, and both spellings are in use (`lý`, `lí`).
        if let [b'h' | b'k' | b'l' | b'm' | b's' | b't', b'y'] = folded.as_bytes() {
            folded.replace_range(1.., "i");
            exact = exact.replace('y', "i");
        }
        exact.extend(tone);
        Self { folded, exact }
    }

    /// Whether the word was written with accents at all.
    pub fn accented(&self) -> bool {
        self.folded != self.exact
    }
}

/// Where the words of a text stand: runs of letters and digits, with the marks that belong to them.
pub fn spans(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.next_if(|&(_, c)| c.is_alphanumeric() || is_combining_mark(c)) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

/// All words of a text in both forms.
pub fn forms(text: &str) -> Vec<Forms> {
    spans(text).map(|span| Forms::of(&text[span])).collect()
}

/// A code as it is compared: folded, without white space or punctuation around it.
pub fn code(text: &str) -> String {
    base::text::fold(text).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The words with which so many names begin that they say nothing, as [`Forms::folded`]; longest first.
const BOILERPLATE: [&[&str]; 4] =
    [&["thu", "tuc", "hanh", "chinh"], &["thu", "tuc"], &["dang", "ki"], &["thanh", "lap"]];

/// A name as a whole, in the ways people shorten it: complete, without its boilerplate beginning (one phrase
/// after the other). Joined folded words.
pub fn name_keys(folded: &[&str]) -> Vec<String> {
    let mut rest = folded;
    let mut keys = vec![rest.join(" ")];
    for lead in BOILERPLATE {
        if rest.len() > lead.len() && rest.starts_with(lead) {
            rest = &rest[lead.len()..];
            keys.push(rest.join(" "));
        }
    }
    keys
}
