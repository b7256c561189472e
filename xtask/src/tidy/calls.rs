//! Which function a string is handed to.

use super::rust::{Kind, Piece, is_word};

/// The function a string stands in the argument list of, as far as it can be read before the string.
#[derive(Debug, PartialEq, Eq)]
pub struct Call<'a> {
    /// With the path it is written with, for example `Message::new`; empty where the string stands in no call.
    pub function: &'a str,
    /// How many arguments stand before the string.
    pub position: usize,
}

/// The code of a file up to where one has read it, strings and comments left out.
#[derive(Default)]
pub struct CodeSoFar(String);

impl CodeSoFar {
    /// Reads on.
    pub fn push(&mut self, piece: &Piece) {
        match piece.kind {
            Kind::Code => self.0.push_str(&piece.text),
            // Nothing that could be taken for code; and what is sent to the reader ends a call.
            Kind::Str | Kind::Char => self.0.push('"'),
            Kind::Text => self.0.push(';'),
            Kind::Comment | Kind::Doc => {}
        }
    }

    /// The call whose argument comes next.
    pub fn call(&self) -> Call<'_> {
        let mut depth = 0_usize;
        let mut position = 0;
        for (at, c) in self.0.char_indices().rev() {
            match c {
                ')' | ']' => depth += 1,
                '(' | '[' if depth > 0 => depth -= 1,
                '(' => return Call { function: name_before(&self.0[..at]), position },
                '[' | ';' | '{' | '}' => break,
                ',' if depth == 0 => position += 1,
                _ => {}
            }
        }
        Call { function: "", position: 0 }
    }

    /// Whether a struct's field is given its value next.
    pub fn sets_field(&self, field: &str) -> bool {
        let before =
            self.0.trim_end().strip_suffix(':').map(str::trim_end).and_then(|code| code.strip_suffix(field));
        before.is_some_and(|rest| !rest.chars().next_back().is_some_and(is_word))
    }

    /// Whether the name of an event is given next.
    pub fn names_event(&self) -> bool {
        self.is_constant_of("NAME", "Event for")
    }

    /// Whether the kind of a subject of the journal is given next.
    pub fn names_subject(&self) -> bool {
        self.is_constant_of("KIND", "Subject for")
    }

    /// Whether the kind is given next of which a `SubjectKind` says what people call it.
    pub fn names_kind(&self) -> bool {
        let code = self.0.trim_end();
        let before = code.strip_suffix("kind:").map(str::trim_end);
        code.ends_with("SubjectKind::unnamed(")
            || before
                .and_then(|code| code.strip_suffix('{'))
                .is_some_and(|c| c.trim_end().ends_with("SubjectKind"))
    }

    fn is_constant_of(&self, constant: &str, of: &str) -> bool {
        let before = self.0.trim_end().strip_suffix(&format!("const {constant}: &'static str ="));
        before.is_some_and(|rest| {
            rest.rsplit('}').next().is_some_and(|last| last.contains("impl") && last.contains(of))
        })
    }
}

/// `Message::new` at the end of `return Message::new`, `t` at the end of `page.t`.
fn name_before(code: &str) -> &str {
    let code = code.trim_end();
    let start = code
        .rfind(|c: char| !is_word(c) && c != ':')
        .map_or(0, |at| at + code[at..].chars().next().map_or(1, char::len_utf8));
    &code[start..]
}
