use std::collections::HashMap;

use base::{Validity, text::slug};

use crate::{Agency, Tree};

/// Labels in use, each with the days on which it is.
pub(crate) struct Slugs(HashMap<String, Vec<Validity>>);

impl Slugs {
    pub(crate) fn of(tree: &Tree) -> Self {
        Self::of_all(tree.all().map(AsRef::as_ref))
    }

    /// Those of the given agencies.
    pub(crate) fn of_all<'a>(agencies: impl Iterator<Item = &'a Agency>) -> Self {
        let mut slugs = Self(HashMap::new());
        for agency in agencies {
            slugs.0.entry(agency.slug.clone()).or_default().push(agency.validity);
        }
        slugs
    }

    /// Takes the first of the wishes that is free on these days, or the last one numbered.
    pub(crate) fn take(&mut self, wishes: &[String], validity: Validity) -> String {
        let numbered = |n: usize| format!("{}-{n}", wishes.last().map_or("", String::as_str));
        let mut candidates = wishes.iter().cloned().chain((2..).map(numbered));
        let free = |s: &String| {
            !s.is_empty() && self.0.get(s).is_none_or(|used| used.iter().all(|v| !v.overlaps(&validity)))
        };
        let taken = candidates.find(free).unwrap_or_default();
        self.0.entry(taken.clone()).or_default().push(validity);
        taken
    }
}

/// What a unit would like to be called in addresses: its name, its name with what it is, its name with where it lies.
pub(crate) fn wishes(name: &str, full_name: &str, place: &str) -> Vec<String> {
    let mut wishes = vec![slug(name)];
    if !place.is_empty() {
        wishes.push(format!("{}-{}", slug(name), slug(place)));
    }
    wishes.push(slug(full_name));
    wishes
}
