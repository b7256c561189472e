//! Vietnamese text: one stored form, one key for finding, one key for sorting.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Canonical composition (Unicode NFC), trimmed: the form in which text is stored. Phones and scanners often send
/// NFD, where each accent is a character of its own. Characters that no feed or database takes, or that turn the
/// reading direction of what follows, are left out; line ends and tabs stay.
pub fn nfc(text: &str) -> String {
    text.trim().chars().filter(|&c| is_text(c)).nfc().collect()
}

fn is_text(c: char) -> bool {
    let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    // U+FDD0–FDEF and the last two of each plane are noncharacters (Unicode 23.7); XML 1.0 refuses some of them.
    let none = matches!(c, '\u{FDD0}'..='\u{FDEF}') || c as u32 & 0xFFFE == 0xFFFE;
    (!c.is_control() || matches!(c, '\n' | '\r' | '\t')) && !turns && !none
}

/// The key by which text is found: accents dropped, `đ` → `d`, lower case, runs of white space made one space.
/// `"Thủ tục  ĐẤT đai"` → `"thu tuc dat dai"`. Tone placement (`hòa`/`hoà`) no longer matters afterwards.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for ch in text.nfd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        if ch.is_whitespace() {
            gap = !folded.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            folded.push(' ');
        }
        folded.push(if ch == 'đ' { 'd' } else { ch });
    }
    folded
}

/// A name as it stands in an address: folded, letters and digits only, joined. `"Phan Đình Phùng"` →
/// `"phandinhphung"`, the form of domain names in Decree 224/2026/NĐ-CP art. 11.
pub fn slug(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// A title as it stands in an address: folded words joined by `-`, at most `max` bytes, never cut inside a word
/// unless the first word alone is longer.
pub fn title_slug(text: &str, max: usize) -> String {
    let mut slug = String::new();
    for word in fold(text).split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
        if slug.is_empty() {
            slug.push_str(&word[..word.len().min(max)]);
        } else if slug.len() + 1 + word.len() <= max {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

/// A key whose byte order is the Vietnamese dictionary order (CLDR `vi`): letters first (a ă â b c d đ e ê …),
/// and only between equal letters the tones: level, `huyền`, `hỏi`, `ngã`, `sắc`, `nặng`.
pub fn sort_key(text: &str) -> String {
    let mut letters = String::new();
    let mut tones = String::new();
    for ch in text.nfd().flat_map(char::to_lowercase) {
        match ch {
            // A mark that makes another letter sorts right after the plain one: '~' is above every letter.
            '\u{0306}' => letters.push('{'),
            '\u{0302}' => letters.push('|'),
            '\u{031B}' => letters.push('}'),
            '\u{0300}' => tones.push('2'),
            '\u{0309}' => tones.push('3'),
            '\u{0303}' => tones.push('4'),
            '\u{0301}' => tones.push('5'),
            '\u{0323}' => tones.push('6'),
            'đ' => {
                letters.push_str("d{");
                tones.push('1');
            }
            c if is_combining_mark(c) => {}
            c => {
                letters.push(c);
                tones.push('1');
            }
        }
    }
    format!("{letters}\u{1}{tones}")
}

/// The key by which lists of people are sorted: by given name, then family name, then what stands between, each in the
/// order of [`sort_key`]. The given name is the last word, the family name the first; of one word it is both.
pub fn name_key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (given, rest) = words.split_last().map_or(("", [].as_slice()), |(last, rest)| (*last, rest));
    let (family, middle) = rest.split_first().map_or(("", [].as_slice()), |(first, rest)| (*first, rest));
    [given, family, &middle.join(" ")].map(sort_key).join("\u{2}")
}

/// Whether a spreadsheet would take the text for a formula, and reckon it on the machine of whoever opens the file: the
/// signs a formula begins with, in their wide forms too, also behind blanks and control characters.
pub fn is_formula(text: &str) -> bool {
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).chars().next();
    let sign = |c| matches!(c, '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}');
    text.starts_with(['\t', '\r', '\n']) || first.is_some_and(sign)
}

/// A cell as spreadsheets may have it: the apostrophe in front makes a text of what begins as a formula (OWASP, CSV
/// injection).
pub fn spreadsheet_cell(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}
