//! No test that is skipped, that passes on any panic, or that hides in a comment.

use super::Finding;
use super::rust::{Kind, Piece};
use super::tree::Tree;

pub fn check(tree: &Tree, findings: &mut Vec<Finding>) {
    for file in tree.files() {
        let mut fence = false;
        let mut next_line = 0;
        for piece in &file.pieces {
            match piece.kind {
                Kind::Doc => {
                    // A doc comment of many lines is many pieces; code between them ends it.
                    fence &= piece.line == next_line;
                    next_line = piece.line + piece.lines().count();
                    doctests(&file.path, piece, &mut fence, findings);
                }
                Kind::Code => {
                    for (attribute, advice) in [
                        ("#[ignore", "let the test run or remove it: nobody looks at ignored ones"),
                        ("#[should_panic", "assert on the error instead: any panic passes this test"),
                    ] {
                        for (line, text) in piece.lines() {
                            if text.contains(attribute) {
                                findings.push(Finding::new(&file.path, line, advice));
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

fn doctests(path: &str, piece: &Piece, fence: &mut bool, findings: &mut Vec<Finding>) {
    for (line, text) in piece.lines() {
        let text = text.trim().trim_start_matches('*').trim_start();
        let Some(language) = text.strip_prefix("```") else { continue };
        if !*fence && language.trim() != "text" {
            findings.push(Finding::new(
                path,
                line,
                "write ```text, or make it a test: each doctest is a program to link",
            ));
        }
        *fence = !*fence;
    }
}
