//! Text keys used are text keys defined, in both languages, and named after their crate.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::calls::{Call, CodeSoFar};
use super::locale::{Text, texts};
use super::rust::{Kind, is_word};
use super::tree::{File, Tree, word};

/// Functions that take a text key and nothing else, and which argument it is.
const ASKING: [(&str, usize); 8] = [
    ("t", 0),
    ("t", 1),
    ("fill", 1),
    ("Message::new", 0),
    ("reject", 1),
    ("required", 1),
    ("Conflict", 0),
    ("log_view", 1),
];

/// Functions of which others bear the name, too: only what looks like a text key is one.
const PERHAPS_ASKING: [(&str, usize); 3] = [("fill", 0), ("count", 0), ("MenuPlace::Work", 0)];

/// Functions that declare a kind of notice by its name, from which the keys of its texts are made.
const DECLARING_NOTICES: [&str; 2] = ["NoticeKind::required", "NoticeKind::optional"];
/// The texts each kind of notice has. It may have one for short messages, too, and say why it comes and what leaving it ends.
const NOTICE_TEXTS: [&str; 3] = ["name", "subject", "body"];
const NOTICE_MORE: [&str; 3] = ["sms", "why", "stop"];

pub fn check(tree: &Tree, findings: &mut Vec<Finding>) {
    let crates = tree.crates();
    let words: BTreeSet<&str> = crates.iter().map(|name| word(name)).collect();
    let mut defined = BTreeMap::new();
    for name in &crates {
        define(tree, name, &mut defined, findings);
    }
    let mut used = Used::default();
    for file in tree.files().filter(|file| file.crate_name().is_some()) {
        read_uses(file, &words, &defined, &mut used, findings);
    }
    for (key, (path, line)) in &defined {
        let by_part = used.prefixes.iter().any(|prefix| key.starts_with(prefix));
        if !used.keys.contains(key) && !by_part {
            findings.push(Finding::new(
                path,
                *line,
                format!("remove `{key}` from both languages: nothing asks for it"),
            ));
        }
    }
}

/// Where each key is defined, in Vietnamese where it is.
type Defined = BTreeMap<String, (String, usize)>;

fn define(tree: &Tree, name: &str, defined: &mut Defined, findings: &mut Vec<Finding>) {
    let path = |language: &str| format!("crates/{name}/locales/{language}.toml");
    let read = |language: &str, findings: &mut Vec<Finding>| {
        tree.get(&path(language)).map(|file| texts(file, findings)).unwrap_or_default()
    };
    let (vi, en) = (read("vi", findings), read("en", findings));
    compare(&path("vi"), &vi, &path("en"), &en, findings);
    compare(&path("en"), &en, &path("vi"), &vi, findings);
    let own = word(name);
    for (language, texts) in [("vi", vi), ("en", en)] {
        for (key, text) in texts {
            if key.split('.').next() != Some(own) || !key.contains('.') {
                let advice = format!("begin the key `{key}` with `{own}.`, the word of its crate");
                findings.push(Finding::new(&path(language), text.line, advice));
            }
            defined.entry(key).or_insert_with(|| (path(language), text.line));
        }
    }
}

/// What `texts` defines must be in `others`, with the same gaps to fill.
fn compare(
    path: &str,
    texts: &BTreeMap<String, Text>,
    other_path: &str,
    others: &BTreeMap<String, Text>,
    findings: &mut Vec<Finding>,
) {
    for (key, text) in texts {
        let Some(other) = others.get(key) else {
            findings.push(Finding::new(path, text.line, format!("define `{key}` in {other_path} too")));
            continue;
        };
        if let Some(gap) = gaps(&text.value).difference(&gaps(&other.value)).next() {
            findings.push(Finding::new(
                other_path,
                other.line,
                format!("`{key}` lacks the gap {{{gap}}} of {path}"),
            ));
        }
    }
}

/// The names in braces, which the program fills in.
fn gaps(text: &str) -> BTreeSet<&str> {
    let inner = text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name));
    inner.filter(|name| !name.is_empty() && name.chars().all(is_word)).collect()
}

#[derive(Default)]
struct Used {
    keys: BTreeSet<String>,
    /// Beginnings from which keys are put together, with their last dot.
    prefixes: BTreeSet<String>,
}

fn read_uses(
    file: &File,
    words: &BTreeSet<&str>,
    defined: &Defined,
    used: &mut Used,
    findings: &mut Vec<Finding>,
) {
    let own = file.crate_name().map(word).unwrap_or_default();
    let mut code = CodeSoFar::default();
    for piece in &file.pieces {
        if piece.kind == Kind::Str && !piece.test {
            let text = piece.text.as_str();
            if code.names_event() && !file.path.contains("/benches/") {
                read_event(file, piece.line, text, own, defined, used, findings);
                code.push(piece);
                continue;
            }
            let Call { function, position } = code.call();
            let among = |list: &[(&str, usize)]| {
                let is = |name: &str| {
                    function.strip_suffix(name).is_some_and(|path| path.is_empty() || path.ends_with("::"))
                };
                list.iter().any(|(name, argument)| *argument == position && is(name))
            };
            let perhaps = among(&PERHAPS_ASKING) || code.sets_field("label");
            let asked = among(&ASKING) || (perhaps && is_key(text, words));
            if asked && !defined.contains_key(text) {
                let advice =
                    format!("define `{text}` in the locales of its crate: here a text key is asked for");
                findings.push(Finding::new(&file.path, piece.line, advice));
            }
            if position == 0 && DECLARING_NOTICES.iter().any(|name| function.ends_with(name)) {
                notice(file, piece.line, text, defined, used, findings);
            }
            if function.ends_with("Permission::new") {
                permission(file, piece.line, text, defined, used, findings);
                if text.split('.').next() != Some(own) {
                    let advice = format!("begin the permission with `{own}.`, the word of its crate");
                    findings.push(Finding::new(&file.path, piece.line, advice));
                }
            }
            if is_key(text, words) {
                used.keys.insert(text.to_owned());
            } else if let Some(prefix) = prefix(text, words) {
                used.prefixes.insert(prefix.to_owned());
            }
        }
        code.push(piece);
    }
}

/// A permission is declared: administrators read on screen what it lets one do.
fn permission(
    file: &File,
    line: usize,
    name: &str,
    defined: &Defined,
    used: &mut Used,
    findings: &mut Vec<Finding>,
) {
    let Some((module, rest)) = name.split_once('.') else { return };
    let key = format!("{module}.permission.{rest}");
    if !defined.contains_key(&key) {
        let advice =
            format!("define `{key}` in the locales of its crate: it says what the permission lets one do");
        findings.push(Finding::new(&file.path, line, advice));
    }
    used.keys.insert(key);
}

/// A kind of notice is declared: its texts are used, and have to be there.
fn notice(
    file: &File,
    line: usize,
    kind: &str,
    defined: &Defined,
    used: &mut Used,
    findings: &mut Vec<Finding>,
) {
    for part in NOTICE_TEXTS {
        let key = format!("{kind}.{part}");
        if !defined.contains_key(&key) {
            let advice = format!("define `{key}` in the locales of its crate: a notice of this kind says it");
            findings.push(Finding::new(&file.path, line, advice));
        }
        used.keys.insert(key);
    }
    used.keys.extend(NOTICE_MORE.map(|part| format!("{kind}.{part}")));
}

/// `portal.article.published` is told to people by `portal.event.article.published`; what its values are called stands
/// beside it.
fn read_event(
    file: &File,
    line: usize,
    event: &str,
    own: &str,
    defined: &Defined,
    used: &mut Used,
    findings: &mut Vec<Finding>,
) {
    let Some(rest) = event.strip_prefix(own).and_then(|rest| rest.strip_prefix('.')) else {
        let advice = format!("begin the event `{event}` with `{own}.`, the word of its crate");
        findings.push(Finding::new(&file.path, line, advice));
        return;
    };
    let key = format!("{own}.event.{rest}");
    if !defined.contains_key(&key) {
        let advice =
            format!("say what happened in a sentence: define `{key}` in the locales of the event's crate");
        findings.push(Finding::new(&file.path, line, advice));
    }
    used.keys.insert(key);
    used.prefixes.extend(["value", "field"].map(|part| format!("{own}.event.{part}.")));
}

/// Lower-case words joined by dots, the first of them a crate's.
fn is_key(text: &str, words: &BTreeSet<&str>) -> bool {
    let mut parts = text.split('.');
    let part =
        |part: &str| !part.is_empty() && part.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_'));
    parts.next().is_some_and(|first| words.contains(first)) && text.contains('.') && parts.all(part)
}

/// `"portal.status."` and what stands before the first gap of a format: a beginning of keys. One word alone would
/// cover all keys of a crate, so two are asked for.
fn prefix<'a>(text: &'a str, words: &BTreeSet<&str>) -> Option<&'a str> {
    let beginning = text.split('{').next()?;
    is_key(beginning.strip_suffix('.')?, words).then_some(beginning)
}
