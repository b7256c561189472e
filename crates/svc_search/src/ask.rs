use std::collections::BTreeMap;

use base::Timestamp;
use serde::Serialize;

/// One question to the index. `Query::default()` asks, as a stranger, for everything.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// What was typed, as it was typed: of any length and content. Only the first 200 characters and 12 words
    /// count. Empty, or without any letter or digit: everything.
    pub text: String,
    /// Only texts in this language.
    pub lang: Option<String>,
    /// Only these kinds; empty: all.
    pub kinds: Vec<String>,
    /// Only documents with these facets, as (name, value): any of the values given for one name, and all names.
    pub facets: Vec<(String, String)>,
    /// Who asks: what they may not see is neither found nor counted.
    pub actor: Viewer,
    /// Facets whose values are to be counted over the whole result. `kind` counts the kinds.
    pub count: Vec<Count>,
    /// The order of the result.
    pub sort: Sort,
    /// Which page, from 1; 0 is read as 1.
    pub page: usize,
    /// Hits on a page, at most 100. With 0 only `total` and the facets are answered.
    pub per_page: usize,
}

/// A facet to be counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Its name.
    pub facet: String,
    /// Conditions on these facets (`kind`: on the kinds) are left out, so that one sees what another choice would find.
    pub without: Vec<String>,
}

impl Count {
    /// A facet as the query narrows it.
    pub fn of(facet: &str) -> Self {
        Self { facet: facet.to_owned(), without: Vec::new() }
    }

    /// Without what the query asks of these facets.
    #[must_use]
    pub fn without(self, facets: &[&str]) -> Self {
        Self { without: facets.iter().map(|&facet| facet.to_owned()).collect(), ..self }
    }
}

/// What the one who asks may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Viewer {
    /// Only what is public.
    #[default]
    Anonymous,
    /// What is public, and what lies in these subtrees: (permission's name, agency path closed by `/`).
    Grants(Vec<(String, String)>),
    /// Everything. For the program's own work.
    All,
}

/// The order of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first; without text, the weightiest, then the newest first.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// By title, in the order of the Vietnamese dictionary.
    Title,
}

/// A value of a facet and how many documents of the result carry it.
pub type FacetCount = (String, u64);

/// A facet counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// How many documents it was counted over.
    pub total: u64,
    /// Its values, the most frequent first, equals in dictionary order.
    pub values: Vec<FacetCount>,
}

/// The answer to a [`Query`].
#[derive(Clone, Debug, Default, Serialize)]
pub struct Results {
    /// How many documents match, on all pages.
    pub total: u64,
    /// Nothing has all the words, so documents with some of them are shown.
    pub relaxed: bool,
    /// The page asked for.
    pub hits: Vec<Hit>,
    /// For each facet asked: what was counted.
    pub facets: BTreeMap<String, Counted>,
}

/// One document found.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// Its kind.
    pub kind: String,
    /// Its identifier within the kind.
    pub id: String,
    /// The language of its text.
    pub lang: String,
    /// Its title, plain.
    pub title: String,
    /// Its title as HTML: escaped, what matches in `<mark>`. No other element occurs.
    pub title_html: String,
    /// The telling part of its text as HTML, as above. Empty if it has no text.
    pub snippet_html: String,
    /// Its address within the portal, without language prefix.
    pub url: String,
    /// Its facets, as (name, value).
    pub facets: Vec<(String, String)>,
    /// When it was published or changed.
    pub at: Timestamp,
    /// How well it matches; comparable within one answer only. 0 unless sorted by relevance.
    pub score: f32,
}

/// One line offered while somebody is typing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The title, plain.
    pub title: String,
    /// The title as HTML: escaped, what was typed in `<mark>`.
    pub title_html: String,
    /// Address within the portal, without language prefix.
    pub url: String,
    /// Its kind.
    pub kind: String,
}
