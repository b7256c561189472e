//! Templates taken apart: what is sent as it stands, comments, and the strings and code between the braces.

use super::rust::{Kind, Piece, Scanner, quoted};

/// Takes an askama template apart.
pub fn pieces(source: &str) -> Vec<Piece> {
    let mut scanner = Scanner::new(source);
    while let Some(rest) = scanner.rest() {
        if rest.starts_with("{#") {
            let length = rest.find("#}").map_or(rest.len(), |at| at + 2);
            scanner.take(Kind::Comment, length, 2, 2);
        } else if rest.starts_with("{{") || rest.starts_with("{%") {
            tag(&mut scanner, if rest.starts_with("{{") { "}}" } else { "%}" });
        } else {
            let length =
                ["{#", "{{", "{%"].iter().filter_map(|open| rest.find(open)).min().unwrap_or(rest.len());
            scanner.take(Kind::Text, length, 0, 0);
        }
    }
    scanner.pieces
}

/// From the opening braces to the closing ones, which may also stand in a string.
fn tag(scanner: &mut Scanner<'_>, close: &str) {
    scanner.skip(2);
    while let Some(rest) = scanner.rest() {
        if rest.starts_with(close) {
            scanner.skip(close.len());
            break;
        } else if rest.starts_with('"') {
            scanner.take(Kind::Str, quoted(rest, '"'), 1, 1);
        } else {
            scanner.skip(rest.chars().next().map_or(1, char::len_utf8));
        }
    }
    scanner.flush();
}
