//! The names files are given. They are personal data: kept, shown to whom the file is shown, never logged.

use base::text::nfc;

/// Longest name, in bytes: what common file systems take.
const LONGEST: usize = 200;

/// A name as it is kept: the last part of a path, without signs that cannot be seen or that turn the reading
/// direction around, short enough, never empty.
pub(crate) fn clean(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = nfc(last)
        .chars()
        .filter(|&c| !c.is_control() && !hidden(c))
        .map(|c| if matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    let bare = |c: char| c.is_whitespace() || c == '.';
    let (stem, ending) = split(kept.trim_end_matches(bare));
    let stem = stem.trim_matches(bare);
    let room = LONGEST - if ending.len() < 20 { ending.len() + 1 } else { 0 };
    let mut cut = stem.len().min(room);
    while !stem.is_char_boundary(cut) {
        cut -= 1;
    }
    match (stem[..cut].trim(), ending) {
        ("", "") => "tep".to_owned(),
        ("", ending) => format!("tep.{ending}"),
        (stem, "") => stem.to_owned(),
        (stem, ending) if ending.len() < 20 => format!("{stem}.{ending}"),
        (stem, _) => stem.to_owned(),
    }
}

/// Marks of writing direction and of zero width.
fn hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('.').map_or((name, ""), |(stem, ending)| (stem, ending))
}

/// What a name ends with, in small letters, without the dot; nothing if it has no dot.
pub(crate) fn ending(name: &str) -> String {
    split(name).1.to_lowercase()
}

/// The name with the ending of another kind.
pub(crate) fn with_ending(name: &str, ending: &str) -> String {
    let (stem, old) = split(name);
    if old.eq_ignore_ascii_case(ending) { name.to_owned() } else { format!("{stem}.{ending}") }
}

/// The name as part of an address, or in a header (RFC 5987): letters and digits, all else in hexadecimal.
pub(crate) fn encoded(name: &str) -> String {
    const SAFE: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
    percent_encoding::utf8_percent_encode(name, SAFE).to_string()
}
