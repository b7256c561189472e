//! Vietnamese stands in `locales/` and nowhere in the code: officers may reword screens without a programmer. And no
//! unfinished work is marked in the code: it is an issue.

use super::Finding;
use super::rust::Kind;
use super::tree::Tree;

/// Words that mark unfinished work, in two halves so that this file does not hold them.
const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

pub fn check(tree: &Tree, findings: &mut Vec<Finding>) {
    for file in tree.files() {
        for (line, text) in file.text.split('\n').enumerate() {
            if let Some(mark) = MARKS.iter().find(|mark| has_word(text, mark)) {
                findings.push(Finding::new(
                    &file.path,
                    line + 1,
                    format!("do it now or open an issue instead of `{mark}`"),
                ));
            }
        }
        if file.path.split('/').any(|part| matches!(part, "locales" | "seeds")) {
            continue;
        }
        for piece in file.pieces.iter().filter(|piece| !piece.test) {
            if !matches!(piece.kind, Kind::Code | Kind::Str | Kind::Text) {
                continue;
            }
            for (line, text) in piece.lines() {
                if let Some(letter) = text.chars().find(|&c| is_vietnamese(c)) {
                    let advice =
                        format!("move the text with `{letter}` to locales/vi.toml and ask for it by its key");
                    findings.push(Finding::new(&file.path, line, advice));
                }
            }
        }
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(super::rust::is_word) && !after.is_some_and(super::rust::is_word)
    })
}

/// The letters that Vietnamese has beyond a–z, composed, and the marks that compose them.
fn is_vietnamese(c: char) -> bool {
    matches!(c,
        'À'..='Ã' | 'È'..='Ê' | 'Ì' | 'Í' | 'Ò'..='Õ' | 'Ù' | 'Ú' | 'Ý'
        | 'à'..='ã' | 'è'..='ê' | 'ì' | 'í' | 'ò'..='õ' | 'ù' | 'ú' | 'ý'
        | 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
        | '\u{1EA0}'..='\u{1EF9}' | '\u{0300}' | '\u{0301}' | '\u{0303}' | '\u{0309}' | '\u{0323}')
}
