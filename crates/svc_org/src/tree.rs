//! All agencies and successions at one moment, in memory, with the questions people ask of them.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use base::{
    Id, LocalDate,
    text::{fold, nfc, sort_key},
};

use crate::{
    AgencyCode,
    agency::{Agency, Extent, Kind, Succession},
};

/// A snapshot of the organisation. Cheap to share; never changes.
#[derive(Debug, Default)]
pub struct Tree {
    agencies: Vec<Arc<Agency>>,
    by_id: HashMap<Id<Agency>, usize>,
    /// Below each agency, and under `None` the roots; in the order of lists.
    children: HashMap<Option<Id<Agency>>, Vec<usize>>,
    by_unit_code: HashMap<String, Vec<usize>>,
    successions: Vec<Succession>,
    from: HashMap<Id<Agency>, Vec<usize>>,
    to: HashMap<Id<Agency>, Vec<usize>>,
    /// What each agency is found by: folded, words separated by single spaces.
    haystacks: Vec<String>,
}

/// The other side of a succession, as seen from one agency.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The later agency, or the earlier one.
    pub agency: Arc<Agency>,
    /// The first day of the later state.
    pub on: LocalDate,
    /// How much of the earlier one went to the later.
    pub extent: Extent,
    /// The unit only carries on under the new order.
    pub unchanged: bool,
}

impl Tree {
    /// Builds the snapshot. Agencies come in any order.
    pub fn new(mut agencies: Vec<Agency>, mut successions: Vec<Succession>) -> Self {
        agencies.sort_by_cached_key(order);
        let by_id: HashMap<_, _> = agencies.iter().enumerate().map(|(i, a)| (a.id, i)).collect();
        let mut tree = Self { by_id, ..Self::default() };
        for (i, agency) in agencies.iter().enumerate() {
            tree.children.entry(agency.parent).or_default().push(i);
            if let Some(code) = &agency.unit_code {
                tree.by_unit_code.entry(code.clone()).or_default().push(i);
            }
            tree.haystacks.push(haystack(agency));
        }
        let place = |id: &Id<Agency>| tree.by_id.get(id).copied();
        successions.sort_by_key(|s| (s.on, place(&s.from), place(&s.to)));
        for (i, succession) in successions.iter().enumerate() {
            tree.from.entry(succession.from).or_default().push(i);
            tree.to.entry(succession.to).or_default().push(i);
        }
        tree.agencies = agencies.into_iter().map(Arc::new).collect();
        tree.successions = successions;
        tree
    }

    /// Every agency of every time, in the order of lists: by kind, then in Vietnamese order.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Agency>> {
        self.agencies.iter()
    }

    /// Every succession, earliest first.
    pub fn successions(&self) -> &[Succession] {
        &self.successions
    }

    /// The agency with this identifier, whenever it exists.
    pub fn get(&self, id: Id<Agency>) -> Option<&Arc<Agency>> {
        self.by_id.get(&id).map(|&i| &self.agencies[i])
    }

    /// The territory that has this code of the statistics office on that day.
    pub fn by_unit_code(&self, code: &str, as_of: LocalDate) -> Option<&Arc<Agency>> {
        self.with_unit_code(code).find(|a| a.is_valid(as_of))
    }

    /// Every territory that ever had this code.
    pub fn with_unit_code(&self, code: &str) -> impl Iterator<Item = &Arc<Agency>> {
        self.by_unit_code.get(code).into_iter().flatten().map(|&i| &self.agencies[i])
    }

    /// The agency that has this national code on that day.
    pub fn by_code(&self, code: &AgencyCode, as_of: LocalDate) -> Option<&Arc<Agency>> {
        self.all().find(|a| a.code.as_ref() == Some(code) && a.is_valid(as_of))
    }

    /// The agency that has this suggested label on that day.
    pub fn by_slug(&self, slug: &str, as_of: LocalDate) -> Option<&Arc<Agency>> {
        self.all().find(|a| a.slug == slug && a.is_valid(as_of))
    }

    /// The province this program serves: the top of the tree on that day. Where several stand at the top, as before a
    /// merger of provinces, the one that lasts.
    pub fn root(&self, as_of: LocalDate) -> Option<&Arc<Agency>> {
        let top = || self.under(None).filter(|a| a.is_valid(as_of));
        top().find(|a| a.validity.to().is_none()).or_else(|| top().next())
    }

    /// What belongs directly to it on that day, in the order of lists.
    pub fn children(&self, id: Id<Agency>, as_of: LocalDate) -> Vec<&Arc<Agency>> {
        self.under(Some(id)).filter(|a| a.is_valid(as_of)).collect()
    }

    /// What ever belonged directly to it.
    pub fn below(&self, id: Id<Agency>) -> impl Iterator<Item = &Arc<Agency>> {
        self.under(Some(id))
    }

    fn under(&self, parent: Option<Id<Agency>>) -> impl Iterator<Item = &Arc<Agency>> {
        self.children.get(&parent).into_iter().flatten().map(|&i| &self.agencies[i])
    }

    /// What stands above it, nearest first.
    pub fn above(&self, agency: &Agency) -> Vec<&Arc<Agency>> {
        let mut above = Vec::new();
        let mut next = agency.parent;
        while let Some(parent) = next.and_then(|id| self.get(id)) {
            above.push(parent);
            next = parent.parent;
        }
        above
    }

    /// Everything that exists on that day, in the order of lists.
    pub fn at(&self, as_of: LocalDate) -> Vec<&Arc<Agency>> {
        self.all().filter(|a| a.is_valid(as_of)).collect()
    }

    /// What became of it. A unit that has ended without successors of its own, as districts did when that level was
    /// abolished, became what its parts became: wholly, if all of them went to one, else in part.
    pub fn became(&self, id: Id<Agency>) -> Vec<Step> {
        let own = self.steps(&self.from, id, |s| s.to);
        let ended = self.get(id).is_some_and(|a| a.validity.to().is_some());
        if !own.is_empty() || !ended {
            return own;
        }
        let mut derived: BTreeMap<usize, Step> = BTreeMap::new();
        for step in self.below(id).flat_map(|child| self.became(child.id)) {
            if let Some(&place) = self.by_id.get(&step.agency.id) {
                derived.entry(place).or_insert(Step { unchanged: false, ..step });
            }
        }
        let extent = if derived.len() == 1 { Extent::Whole } else { Extent::Part };
        derived.into_values().map(|step| Step { extent, ..step }).collect()
    }

    /// What it was made of.
    pub fn made_of(&self, id: Id<Agency>) -> Vec<Step> {
        self.steps(&self.to, id, |s| s.from)
    }

    fn steps(
        &self,
        index: &HashMap<Id<Agency>, Vec<usize>>,
        id: Id<Agency>,
        other: impl Fn(&Succession) -> Id<Agency>,
    ) -> Vec<Step> {
        let known = index.get(&id).into_iter().flatten().map(|&i| &self.successions[i]);
        known
            .filter_map(|s| {
                let agency = Arc::clone(self.get(other(s))?);
                Some(Step { agency, on: s.on, extent: s.extent, unchanged: s.unchanged })
            })
            .collect()
    }

    /// Agencies of all times that a person may mean: every word typed begins a word of a name, a code or the label,
    /// accents or not. Best first: the name itself, with its accents first; then names that begin so; then the rest.
    pub fn search(&self, text: &str) -> Vec<&Arc<Agency>> {
        let typed = nfc(text).to_lowercase();
        let folded = words(&typed);
        if folded.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, usize)> = (0..self.agencies.len())
            .filter(|&i| has_words(&self.haystacks[i], &folded))
            .map(|i| (rank(&self.agencies[i], &typed, &folded), i))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, i)| &self.agencies[i]).collect()
    }

    /// As [`Tree::search`], for an address: when no one name holds every word, the words may also come from the units
    /// above, as in "xã Sảng Mộc, huyện Võ Nhai".
    pub fn search_place(&self, text: &str) -> Vec<&Arc<Agency>> {
        let found = self.search(text);
        let folded = words(text);
        if !found.is_empty() || folded.is_empty() {
            return found;
        }
        let own = |i: usize| folded.contains(words(&self.agencies[i].name).as_str());
        let whole = |i: usize| {
            let above = self.above(&self.agencies[i]).into_iter().filter_map(|a| self.by_id.get(&a.id));
            let all: String = [i].iter().chain(above).map(|&i| self.haystacks[i].as_str()).collect();
            has_words(&all, &folded)
        };
        (0..self.agencies.len()).filter(|&i| own(i) && whole(i)).map(|i| &self.agencies[i]).collect()
    }
}

fn rank(agency: &Agency, typed: &str, folded: &str) -> u8 {
    let names = [&agency.name, &agency.full_name];
    let said = |name: &&String| words(name);
    if names.iter().any(|n| n.to_lowercase() == typed) {
        0
    } else if names.iter().any(|n| said(n) == folded) {
        1
    } else if names.iter().any(|n| n.to_lowercase().contains(typed)) {
        2
    } else if names.iter().any(|n| said(n).starts_with(folded)) {
        3
    } else {
        4
    }
}

/// The order of lists: kind, name in Vietnamese order, and for equal names the earlier first.
fn order(agency: &Agency) -> (Kind, String, Option<LocalDate>, Id<Agency>) {
    (agency.kind, sort_key(&agency.name), agency.validity.from(), agency.id)
}

fn haystack(agency: &Agency) -> String {
    let code = agency.code.as_ref().map(AgencyCode::as_str).unwrap_or_default();
    let texts = [
        agency.full_name.as_str(),
        &agency.name,
        agency.name_en.as_deref().unwrap_or_default(),
        agency.unit_code.as_deref().unwrap_or_default(),
        &agency.slug,
    ];
    // The code once as it is typed and once as the words it falls into.
    format!(" {} {} ", words(&texts.join(" ")), code.to_ascii_lowercase())
}

/// Folded, with everything that is not a letter or digit made a space; dots inside codes stay.
fn words(text: &str) -> String {
    let spaced: String =
        fold(text).chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { ' ' }).collect();
    spaced
        .split_whitespace()
        .map(|w| w.trim_matches('.'))
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn has_words(haystack: &str, folded: &str) -> bool {
    folded.split(' ').all(|word| haystack.contains(&format!(" {word}")))
}
