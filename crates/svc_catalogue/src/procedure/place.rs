//! Procedures of other provinces. The national database holds what every province has made public, and the index does
//! not tell them apart: a province is named only in the agency or in the name.

use std::sync::LazyLock;

/// Names of the provinces, before and since 1 July 2025.
const NAMES: &str = include_str!("../../../../data/vn_province_names.csv");
/// Codes of the provinces that are this one now.
const HERE: [&str; 2] = ["19", "06"];
/// What stands before the name of a province, folded.
const MARKS: [&[&str]; 3] = [&["tinh"], &["thanh", "pho"], &["tp"]];
/// With these, folded, begin agencies that every province has, or the state itself: where one of them is named
/// without a province beside another with one, the procedure is everybody's.
const EVERYWHERE: [&str; 3] = ["so", "cuc", "co quan"];

/// A name of a province.
struct Name {
    province: &'static str,
    /// As it is written.
    text: &'static str,
    /// Its words, folded.
    words: Vec<String>,
    here: bool,
}

static PROVINCES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let rows = NAMES.lines().skip(1).filter_map(|row| {
        let mut cells = row.split(',');
        Some((cells.next()?, cells.next()?, cells.next()?))
    });
    rows.flat_map(|(code, province, also)| {
        [province, also].into_iter().filter(|text| !text.is_empty()).map(move |text| Name {
            province,
            text,
            words: words(text),
            here: HERE.contains(&code),
        })
    })
    .collect()
});

fn words(text: &str) -> Vec<String> {
    let folded = base::text::fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// The provinces a text names after a word for "province" or "city".
fn named(text: &str) -> Vec<&'static Name> {
    let words = words(text);
    let marked = |at: usize| {
        let before = &words[..at];
        MARKS.iter().any(|mark| before.len() >= mark.len() && before[at - mark.len()..] == **mark)
    };
    let places = (1..words.len()).filter(|at| marked(*at));
    places.filter_map(|at| PROVINCES.iter().find(|name| words[at..].starts_with(&name.words))).collect()
}

/// The agencies of a list. Commas stand within names of agencies too, so one begins only where a word for one stands.
fn agencies(list: &str) -> Vec<String> {
    let mut agencies: Vec<String> = Vec::new();
    for part in list.split([',', ';']) {
        match agencies.last_mut() {
            Some(last) if !is_everywhere(part) => *last = format!("{last},{part}"),
            _ => agencies.push(part.trim().to_owned()),
        }
    }
    agencies
}

fn is_everywhere(agency: &str) -> bool {
    let folded = base::text::fold(agency.trim());
    EVERYWHERE.iter().any(|lead| folded.strip_prefix(lead).is_some_and(|rest| rest.starts_with(' ')))
}

/// The provinces a list of agencies names; none if one of them is everywhere.
fn of_agencies(list: &str) -> Vec<&'static Name> {
    let mut provinces = Vec::new();
    for agency in agencies(list) {
        let mut found = named(&agency);
        // Without a word before it a name counts where it closes the agency's.
        found.extend(
            PROVINCES.iter().filter(|name| agency.strip_suffix(name.text).is_some_and(|a| a.ends_with(' '))),
        );
        if found.is_empty() && is_everywhere(&agency) {
            return Vec::new();
        }
        provinces.extend(found);
    }
    provinces
}

/// The other province whose procedure this is, by its agency and its name; `None` if it is ours or everybody's.
pub fn elsewhere(agency: &str, name: &str) -> Option<&'static str> {
    let (by_agency, by_name) = (of_agencies(agency), named(name));
    if by_agency.iter().chain(&by_name).any(|name| name.here) {
        return None;
    }
    match by_agency.split_first() {
        Some((first, others)) if others.iter().all(|other| other.province == first.province) => {
            Some(first.province)
        }
        // Departments of two provinces: the state's own procedure, unless its name says otherwise.
        _ => by_name.first().map(|name| name.province),
    }
}
