//! Rust source taken apart just far enough to tell text, comments and code from each other.

/// What a piece of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Code,
    /// What stands between the quotes of a string, escapes unresolved.
    Str,
    /// What stands between the quotes of a character.
    Char,
    Comment,
    /// A comment that rustdoc reads.
    Doc,
    /// In a template: what is sent as it stands.
    Text,
}

/// A run of characters of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub kind: Kind,
    /// Where it begins, from 1.
    pub line: usize,
    pub text: String,
    /// Whether it is compiled for tests only.
    pub test: bool,
}

impl Piece {
    /// Its lines with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.split('\n').enumerate().map(|(offset, line)| (self.line + offset, line))
    }
}

/// Takes Rust source apart. Source that does not compile gives some result, never an error: the compiler will speak.
pub fn pieces(source: &str) -> Vec<Piece> {
    let mut scanner = Scanner::new(source);
    while let Some(rest) = scanner.rest() {
        scanner.step(rest);
    }
    scanner.flush();
    let mut pieces = scanner.pieces;
    mark_test_modules(&mut pieces);
    pieces
}

/// Cuts a text into pieces from left to right; what no rule claims is code.
pub struct Scanner<'a> {
    source: &'a str,
    at: usize,
    code_from: usize,
    counted: usize,
    line: usize,
    pub pieces: Vec<Piece>,
}

impl<'a> Scanner<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, at: 0, code_from: 0, counted: 0, line: 1, pieces: Vec::new() }
    }

    pub fn rest(&self) -> Option<&'a str> {
        self.source.get(self.at..).filter(|rest| !rest.is_empty())
    }

    /// Leaves `length` bytes as code.
    pub fn skip(&mut self, length: usize) {
        self.at += length;
    }

    /// Ends the code before this place.
    pub fn flush(&mut self) {
        self.push(Kind::Code, self.code_from, self.at);
        self.code_from = self.at;
    }

    /// Takes `length` bytes as one piece, of which `open` bytes at its beginning and `close` at its end are quotes.
    pub fn take(&mut self, kind: Kind, length: usize, open: usize, close: usize) {
        self.flush();
        let end = (self.at + length).min(self.source.len());
        let inner = (self.at + open).min(end);
        self.push(kind, inner, end.saturating_sub(close).max(inner));
        self.at = end;
        self.code_from = end;
    }

    fn push(&mut self, kind: Kind, from: usize, to: usize) {
        if from == to && kind == Kind::Code {
            return;
        }
        self.line += self.source[self.counted..from].matches('\n').count();
        self.counted = from;
        self.pieces.push(Piece {
            kind,
            line: self.line,
            text: self.source[from..to].to_owned(),
            test: false,
        });
    }

    fn step(&mut self, rest: &str) {
        if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            let doc = rest.starts_with("//!") || (rest.starts_with("///") && !rest.starts_with("////"));
            let kind = if doc { Kind::Doc } else { Kind::Comment };
            self.take(kind, length, if doc { 3 } else { 2 }, 0);
        } else if rest.starts_with("/*") {
            let doc = rest.starts_with("/*!") || (rest.starts_with("/**") && !rest.starts_with("/**/"));
            let kind = if doc { Kind::Doc } else { Kind::Comment };
            self.take(kind, block_comment(rest), if doc { 3 } else { 2 }, 2);
        } else if let Some((open, length, close)) = raw_string(rest).filter(|_| !self.inside_word()) {
            self.take(Kind::Str, length, open, close);
        } else if rest.starts_with('"') {
            self.take(Kind::Str, quoted(rest, '"'), 1, 1);
        } else if let Some(length) = character(rest) {
            self.take(Kind::Char, length, 1, 1);
        } else {
            self.skip(rest.chars().next().map_or(1, char::len_utf8));
        }
    }

    /// Whether the character before belongs to a name, so that an `r` here begins no raw string.
    fn inside_word(&self) -> bool {
        self.source[..self.at].chars().next_back().is_some_and(is_word)
    }
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a string or character with its quotes; to the end of the text where it is not closed.
pub fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a comment, which may hold others.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`, `br"…"`, `cr"…"`: the lengths of its opening, of the whole and of its closing.
fn raw_string(rest: &str) -> Option<(usize, usize, usize)> {
    let letters = ["br", "cr", "r"].into_iter().find(|letters| rest.starts_with(letters))?.len();
    let hashes = rest[letters..].bytes().take_while(|&byte| byte == b'#').count();
    rest[letters + hashes..].strip_prefix('"')?;
    let open = letters + hashes + 1;
    let closing = format!("\"{}", "#".repeat(hashes));
    let length = rest[open..].find(&closing).map_or(rest.len(), |at| open + at + closing.len());
    Some((open, length, closing.len()))
}

/// The length of a character; `None` for the lifetime that begins the same way.
fn character(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    let first = inner.chars().next()?;
    if first == '\\' {
        return Some(quoted(rest, '\''));
    }
    inner[first.len_utf8()..].starts_with('\'').then(|| 2 + first.len_utf8())
}

/// Marks what stands in a `#[cfg(test)] mod name { … }`.
fn mark_test_modules(pieces: &mut [Piece]) {
    let mut depth = 0_usize;
    for piece in pieces {
        let begins_inside = depth > 0;
        if piece.kind == Kind::Code {
            let mut text = piece.text.as_str();
            if depth == 0 {
                match test_module(text) {
                    Some(body) => (depth, text) = (1, body),
                    None => continue,
                }
            }
            for c in text.chars() {
                match c {
                    '{' if depth > 0 => depth += 1,
                    '}' if depth > 0 => depth -= 1,
                    _ => {}
                }
            }
        }
        piece.test |= begins_inside && depth > 0;
    }
}

/// What follows the opening brace of a test module written in place.
fn test_module(code: &str) -> Option<&str> {
    let (_, after) = code.rsplit_once("#[cfg(test)]")?;
    let name = after.trim_start().strip_prefix("mod ")?;
    let body = name.trim_start().trim_start_matches(is_word).trim_start();
    body.strip_prefix('{')
}
