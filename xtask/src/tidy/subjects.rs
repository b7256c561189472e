//! Whatever the journal speaks of has a name people know: each kind of subject is among some module's kinds.

use std::collections::BTreeSet;

use super::Finding;
use super::calls::CodeSoFar;
use super::rust::Kind;
use super::tree::{File, Tree};

pub fn check(tree: &Tree, findings: &mut Vec<Finding>) {
    let mut named = BTreeSet::new();
    let mut spoken_of: Vec<(&File, usize, &str)> = Vec::new();
    for file in tree.files().filter(|file| file.crate_name().is_some()) {
        let mut code = CodeSoFar::default();
        for piece in &file.pieces {
            if piece.kind == Kind::Str && !piece.test {
                if code.names_subject() {
                    spoken_of.push((file, piece.line, &piece.text));
                } else if code.names_kind() {
                    named.insert(piece.text.as_str());
                }
            }
            code.push(piece);
        }
    }
    for (file, line, kind) in spoken_of {
        if !named.contains(kind) {
            let advice = format!("say what people call a `{kind}`: a `SubjectKind` of some module names it");
            findings.push(Finding::new(&file.path, line, advice));
        }
    }
}
