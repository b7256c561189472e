//! What one version of a form has that another has not.

use super::model::{Definition, Field, Page};

/// What became of a page or field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands elsewhere.
    Moved,
    /// It says or asks something else.
    Changed,
}

/// A change, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// The key of the page or field.
    pub at: String,
    /// What it is called, in the newer version that has it.
    pub label: String,
}

/// Where something stands.
type Place<'a> = (&'a str, usize);

impl Definition {
    /// What changes from this version to the next, in the order of the next; what is removed comes last.
    pub fn changes_to(&self, next: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut say = |kind, at: &str, label: &str| {
            changes.push(Change { kind, at: at.to_owned(), label: label.to_owned() });
        };
        for (at, page) in next.pages.iter().enumerate() {
            match self.pages.iter().position(|old| old.key == page.key) {
                None => say(ChangeKind::Added, &page.key, &page.title.vi),
                Some(old) if bare(&self.pages[old]) != bare(page) => {
                    say(ChangeKind::Changed, &page.key, &page.title.vi)
                }
                Some(old) if before(&self.pages, old) != before(&next.pages, at) => {
                    say(ChangeKind::Moved, &page.key, &page.title.vi);
                }
                Some(_) => {}
            }
            for field in &page.fields {
                match find(self, &field.key) {
                    None => say(ChangeKind::Added, &field.key, &field.label.vi),
                    Some((old, _)) if old != field => say(ChangeKind::Changed, &field.key, &field.label.vi),
                    Some((_, place)) if Some(place) != find(next, &field.key).map(|(_, place)| place) => {
                        say(ChangeKind::Moved, &field.key, &field.label.vi);
                    }
                    Some(_) => {}
                }
            }
        }
        for page in self.pages.iter().filter(|page| next.page(&page.key).is_none()) {
            say(ChangeKind::Removed, &page.key, &page.title.vi);
        }
        for (_, field) in self.fields().filter(|(_, field)| find(next, &field.key).is_none()) {
            say(ChangeKind::Removed, &field.key, &field.label.vi);
        }
        changes
    }
}

/// A page without its fields.
fn bare(page: &Page) -> Page {
    Page { fields: Vec::new(), ..page.clone() }
}

/// The key of the page before.
fn before(pages: &[Page], at: usize) -> Option<&str> {
    at.checked_sub(1).map(|before| pages[before].key.as_str())
}

/// A field, and on which page after how many others it stands.
fn find<'a>(form: &'a Definition, key: &str) -> Option<(&'a Field, Place<'a>)> {
    form.pages.iter().find_map(|page| {
        let at = page.fields.iter().position(|field| field.key == key)?;
        Some((&page.fields[at], (page.key.as_str(), at)))
    })
}
