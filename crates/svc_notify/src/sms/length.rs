//! How much fits into a short message: 160 signs of the plain alphabet (GSM 03.38), 70 as soon as one letter is not in it,
//! a little less in each part of a longer one.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Signs of the plain alphabet beyond ASCII letters, digits and the most common signs.
const PLAIN: &str = "\n\r !\"#%&'()*+,-./:;<=>?@_$\u{a3}\u{a5}\u{a4}\u{a7}\u{bf}\u{a1}";
/// Signs that take the room of two.
const DOUBLE: &str = "^{}\\[~]|\u{20ac}";
const MORE: &str = "...";

/// The text shortened to so many parts, its link kept whole.
pub(super) fn fit(text: &str, link: &str, unaccented: bool, parts: usize) -> String {
    let text: String = if unaccented { plain(text) } else { text.nfc().collect() };
    if parts_of(&text) <= parts {
        return text;
    }
    // What leads to the rest is worth more than the words before it.
    let (words, tail) = match text.find(link) {
        Some(at) if !link.is_empty() => (text[..at].trim_end().to_owned(), format!("{MORE} {link}")),
        _ => (text, MORE.to_owned()),
    };
    let mut kept: Vec<&str> = words.split(' ').collect();
    loop {
        let shorter = format!("{}{tail}", kept.join(" "));
        if parts_of(&shorter) <= parts || kept.len() <= 1 {
            return cut(shorter, parts);
        }
        kept.pop();
    }
}

/// One word longer than a whole message.
fn cut(mut text: String, parts: usize) -> String {
    while parts_of(&text) > parts {
        text.pop();
    }
    text
}

/// How many parts a text takes.
fn parts_of(text: &str) -> usize {
    let septets: Option<usize> = text.chars().map(septets).sum();
    let (units, whole, part) = match septets {
        Some(n) => (n, 160, 153),
        None => (text.encode_utf16().count(), 70, 67),
    };
    if units <= whole { 1 } else { units.div_ceil(part) }
}

/// The room a sign takes in the plain alphabet, if it is in it.
fn septets(c: char) -> Option<usize> {
    if c.is_ascii_alphanumeric() || PLAIN.contains(c) { Some(1) } else { DOUBLE.contains(c).then_some(2) }
}

/// The same letters without accents, in their case; what the plain alphabet has no sign for is left out.
fn plain(text: &str) -> String {
    let bare = text.nfd().filter(|&c| !is_combining_mark(c)).map(|c| match c {
        '\u{111}' => 'd',
        '\u{110}' => 'D',
        '\u{2013}' | '\u{2014}' => '-',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{a0}' => ' ',
        other => other,
    });
    let joined: String =
        bare.flat_map(|c| if c == '\u{2026}' { MORE.chars().collect() } else { vec![c] }).collect();
    joined.chars().filter(|&c| septets(c).is_some()).collect()
}

#[cfg(test)]
#[path = "length_tests.rs"]
mod tests;
