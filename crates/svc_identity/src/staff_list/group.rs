//! Rows about one and the same person, brought together.

use std::collections::HashMap;

use base::{LocalDate, text::fold};
use ui::Message;
use uuid::Uuid;

use super::{entry::Entry, plan::Faults};
use crate::person::Details;

/// A person of the list, with every row about them.
pub(super) struct Group {
    /// What all rows together say of them.
    pub details: Details,
    pub entries: Vec<Entry>,
}

impl Group {
    pub(super) fn line(&self) -> u64 {
        self.entries.first().map_or(0, |entry| entry.line)
    }

    /// Leaves all its rows out.
    pub(super) fn reject(&self, faults: &mut Faults, reason: &Message) {
        for entry in &self.entries {
            faults.add(entry.line, &entry.text, reason.clone());
        }
    }
}

/// By what a row may be about somebody named before.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Number(String),
    Mail(String, String),
    Born(String, Option<LocalDate>, Option<Uuid>),
}

fn keys(entry: &Entry) -> Vec<Key> {
    let details = &entry.details;
    let name = fold(&details.full_name);
    let mut keys = Vec::new();
    if let Some(number) = &details.citizen_no {
        keys.push(Key::Number(number.text().to_owned()));
    }
    if let Some(email) = &details.email {
        keys.push(Key::Mail(email.clone(), name.clone()));
    }
    // Without a birth date a name says too little, unless there is nothing else to go by.
    if details.born.is_some() || keys.is_empty() {
        keys.push(Key::Born(name, details.born, entry.agency.as_ref().map(|agency| agency.id.uuid())));
    }
    keys
}

/// Brings together the rows about one person. A row that contradicts an earlier one, or repeats it, is left out.
pub(super) fn group(entries: Vec<Entry>, faults: &mut Faults) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_key: HashMap<Key, usize> = HashMap::new();
    for entry in entries {
        let keys = keys(&entry);
        let same_number = |at: usize| match (&groups[at].details.citizen_no, &entry.details.citizen_no) {
            (Some(known), Some(said)) => known == said,
            _ => true,
        };
        let known = keys.iter().find_map(|key| by_key.get(key).copied().filter(|at| same_number(*at)));
        let at = match known {
            None => {
                groups.push(Group { details: entry.details.clone(), entries: Vec::new() });
                groups.len() - 1
            }
            Some(at) => {
                let group = &mut groups[at];
                let first = group.line();
                if let Some(reason) = clash(group, &entry) {
                    faults.add(entry.line, &entry.text, Message::new(reason).with("line", first));
                    continue;
                }
                group.details = overlay(&group.details, &entry.details);
                at
            }
        };
        for key in keys {
            by_key.entry(key).or_insert(at);
        }
        groups[at].entries.push(entry);
    }
    groups
}

/// Why a row does not go with the others about the person.
fn clash(group: &Group, entry: &Entry) -> Option<&'static str> {
    let (a, b) = (&group.details, &entry.details);
    fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        matches!((a, b), (Some(a), Some(b)) if a != b)
    }
    let contradicts = fold(&a.full_name) != fold(&b.full_name)
        || differ(a.born.as_ref(), b.born.as_ref())
        || differ(a.sex.as_ref(), b.sex.as_ref())
        || differ(a.tax_no.as_ref(), b.tax_no.as_ref())
        || differ(a.social_no.as_ref(), b.social_no.as_ref())
        || differ(a.phone.as_ref(), b.phone.as_ref())
        || differ(a.email.as_ref(), b.email.as_ref());
    if contradicts {
        return Some("identity.staff_list.contradicts");
    }
    let place = |entry: &Entry| (entry.agency.as_ref().map(|agency| agency.id), fold(&entry.title));
    let repeats = group.entries.iter().any(|other| {
        place(other) == place(entry)
            && other.roles == entry.roles
            && other.login == entry.login
            && (other.from, other.until) == (entry.from, entry.until)
    });
    repeats.then_some("identity.staff_list.repeats")
}

/// What is known, with what is said on top of it; what is not said stays.
pub(super) fn overlay(known: &Details, said: &Details) -> Details {
    Details {
        full_name: name(&known.full_name, &said.full_name),
        born: said.born.or(known.born),
        sex: said.sex.or(known.sex),
        citizen_no: said.citizen_no.clone().or_else(|| known.citizen_no.clone()),
        tax_no: said.tax_no.clone().or_else(|| known.tax_no.clone()),
        social_no: said.social_no.clone().or_else(|| known.social_no.clone()),
        phone: said.phone.clone().or_else(|| known.phone.clone()),
        email: said.email.clone().or_else(|| known.email.clone()),
        lang: known.lang,
    }
}

/// A list typed without accents or in capitals does not take a name's spelling away.
fn name(known: &str, said: &str) -> String {
    let poorer = said.is_ascii() || said.chars().all(|c| !c.is_lowercase());
    if poorer && fold(known) == fold(said) { known.to_owned() } else { said.to_owned() }
}
