//! The kinds of entries a site publishes. A kind is one small file that declares its fields; everything else (writing,
//! review, revisions, lists, pages, search, metadata) is the same for all. The categories are those of Decree
//! 43/2011/NĐ-CP art. 10–13 kept by Decree 224/2026/NĐ-CP art. 9, and of the Law on Access to Information
//! 104/2016/QH13 art. 17.

mod article;
mod budget;
mod dataset;
mod disclosure;
mod document;
mod draft;
mod event;
mod gallery;
mod gazette;
mod guide;
mod job;
mod leader;
mod link;
mod page;
mod plan;
mod poll;
mod project;
mod research;
mod schedule;
mod statistic;
mod video;

pub use article::ARTICLE;

use super::field::Field;

/// A kind of entry. Its name for people is `portal.kind.{name}.one`, its section's `portal.kind.{name}.section`, what it
/// is for `portal.kind.{name}.about_kind`.
#[derive(Debug)]
pub struct Kind {
    /// The word kept with each entry of it.
    pub name: &'static str,
    /// Its section's word in addresses.
    pub section: &'static str,
    /// The paragraph that leads in.
    pub summary: Part,
    /// The text.
    pub body: Part,
    /// What else it says.
    pub fields: &'static [Field],
    /// How its lists are ordered.
    pub order: Order,
    /// How its lists look.
    pub look: Look,
}

/// Whether a kind has a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It has none.
    None,
    /// It may have one.
    Optional,
    /// It is not handed over without.
    Required,
}

/// How lists of a kind are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Latest publication first.
    Newest,
    /// By a day the entry names, latest first: documents by their day of issue.
    Latest(&'static str),
    /// By a day or time the entry names: what is to come first, the nearest before all.
    Coming(&'static str),
    /// By a number the entry names: leaders by rank.
    Rank(&'static str),
}

/// How lists of a kind look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// With pictures and leads.
    News,
    /// A table of the listed fields.
    Table,
}

/// All kinds, in the order in which editors choose among them.
pub static ALL: &[&Kind] = &[
    &ARTICLE,
    &page::PAGE,
    &guide::GUIDE,
    &document::DOCUMENT,
    &gazette::GAZETTE,
    &draft::DRAFT,
    &leader::LEADER,
    &schedule::SCHEDULE,
    &plan::PLAN,
    &project::PROJECT,
    &research::RESEARCH,
    &statistic::STATISTIC,
    &budget::BUDGET,
    &disclosure::DISCLOSURE,
    &dataset::DATASET,
    &job::JOB,
    &event::EVENT,
    &gallery::GALLERY,
    &video::VIDEO,
    &poll::POLL,
    &link::LINK,
];

impl Kind {
    /// The kind kept under this word.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|kind| kind.name == name)
    }

    /// The kind whose section has this word in addresses.
    pub fn by_section(section: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|kind| kind.section == section)
    }

    /// The text key of what one of it is called.
    pub fn key(&self) -> String {
        format!("portal.kind.{}.one", self.name)
    }

    /// The text key of its section's name.
    pub fn section_key(&self) -> String {
        format!("portal.kind.{}.section", self.name)
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The fields by which lists are narrowed.
    pub fn facets(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|field| field.facet)
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Kind {}
