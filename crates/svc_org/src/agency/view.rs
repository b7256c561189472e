//! How agencies are named and linked on screens.

use base::{LocalDate, Validity};
use ui::{Lang, Link, Page};

use super::{Agency, Extent, Kind};
use crate::tree::Step;

/// An agency in a list.
pub(super) struct Line {
    pub name: String,
    pub href: String,
    /// A few words behind it; may be empty.
    pub note: String,
    /// The way to its own site; none for those too small to have one.
    pub site: Option<Link>,
}

/// The name in the reader's language.
pub(super) fn name_of(page: &Page, agency: &Agency) -> String {
    match (page.lang, &agency.name_en) {
        (Lang::En, Some(name)) => name.clone(),
        _ => agency.full_name.clone(),
    }
}

/// What it is, in a word or two.
pub(super) fn kind_of(page: &Page, agency: &Agency) -> String {
    let key = agency.commune_kind.map_or(agency.kind.label(), |k| k.label());
    page.t(key).to_owned()
}

pub(super) fn href_of(page: &Page, agency: &Agency) -> String {
    page.href(&format!("/co-quan/{}", agency.id))
}

pub(super) fn line(page: &Page, agency: &Agency, note: String) -> Line {
    Line { name: name_of(page, agency), href: href_of(page, agency), note, site: site_of(page, agency) }
}

/// The way to the agency's own site. The portal tells which one that is: the word in its address may differ from the
/// agency's.
pub(super) fn site_of(page: &Page, agency: &Agency) -> Option<Link> {
    (agency.kind != Kind::Facility).then(|| Link {
        label: page.fill("org.show.open_site", &[("name", &name_of(page, agency))]),
        href: page.href(&format!("/trang-cua/{}", agency.id)),
    })
}

/// The days of a validity in words; empty when unbounded.
pub(super) fn days(page: &Page, validity: &Validity) -> String {
    match (validity.from(), validity.to()) {
        (None, None) => String::new(),
        (Some(from), None) => page.fill("org.days.from", &[("from", &from.vn())]),
        (None, Some(to)) => page.fill("org.days.to", &[("to", &to.vn())]),
        (Some(from), Some(to)) => page.fill("org.days.both", &[("from", &from.vn()), ("to", &to.vn())]),
    }
}

/// Whether all or a part went over, in words.
pub(super) fn extent_of(page: &Page, step: &Step) -> String {
    let key = match (step.unchanged, step.extent) {
        (true, _) => "org.extent.unchanged",
        (false, Extent::Whole) => "org.extent.whole",
        (false, Extent::Part) => "org.extent.part",
    };
    page.t(key).to_owned()
}

/// Later or earlier agencies, each with how much went over.
pub(super) fn steps(page: &Page, steps: &[Step]) -> Vec<Line> {
    steps.iter().map(|step| line(page, &step.agency, extent_of(page, step))).collect()
}

/// Where a former or future agency stands beside the name: what became of it, or its days.
pub(super) fn standing(page: &Page, agency: &Agency, became: &[Step], day: LocalDate) -> String {
    if agency.is_valid(day) {
        return String::new();
    }
    if agency.has_ended(day) && !became.is_empty() {
        let names: Vec<String> = became.iter().take(3).map(|s| name_of(page, &s.agency)).collect();
        let more = if became.len() > names.len() { ", …" } else { "" };
        return page.fill("org.standing.now_is", &[("names", &format!("{}{more}", names.join(", ")))]);
    }
    days(page, &agency.validity)
}

/// Agencies under one heading.
pub(super) struct Group {
    pub title: String,
    pub lines: Vec<Line>,
}

/// Communes under the letter of the Vietnamese alphabet their name begins with; they come in that order.
pub(super) fn by_letter(page: &Page, communes: &[&Agency]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for commune in communes {
        let title = letter(&commune.name);
        let line = line(page, commune, String::new());
        match groups.last_mut().filter(|g| g.title == title) {
            Some(group) => group.lines.push(line),
            None => groups.push(Group { title, lines: vec![line] }),
        }
    }
    groups
}

/// The first letter as the dictionary counts letters: marks that make another letter stay, tones go.
fn letter(name: &str) -> String {
    let key = base::text::sort_key(name);
    let mut chars = key.chars();
    let base = chars.next().unwrap_or(' ').to_ascii_uppercase();
    let mark = match (base, chars.next()) {
        ('D', Some('{')) => return '\u{110}'.to_string(),
        (_, Some('{')) => "\u{306}",
        (_, Some('|')) => "\u{302}",
        (_, Some('}')) => "\u{31B}",
        _ => "",
    };
    base::text::nfc(&format!("{base}{mark}"))
}

/// The kinds of which there are agencies, with how many.
pub(super) fn kinds<'a>(agencies: impl Iterator<Item = &'a Agency> + Clone) -> Vec<(Kind, u64)> {
    super::KINDS
        .into_iter()
        .map(|kind| (kind, agencies.clone().filter(|a| a.kind == kind).count() as u64))
        .filter(|(_, count)| *count > 0)
        .collect()
}
