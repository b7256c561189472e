//! The kinds of blocks. Each is one small file: what it may be asked, and how its piece of the page is made.

mod banners;
mod cards;
mod communes;
mod consultations;
mod contact;
mod departments;
mod documents;
mod events;
mod facts;
mod gallery;
mod hero;
mod intro;
mod latest;
mod leaders;
mod links;
mod listing;
mod lives;
mod made_of;
mod namesakes;
mod news;
mod polls;
mod procedures;
mod questions;
mod schedule;
mod sections;
mod shortcuts;
mod stats;
mod text;
mod units;
mod videos;

use base::text::nfc;
use kernel::{Ctx, Task};
use ui::{Lang, Page, Picture, t};

use super::Block;
use crate::{
    entry::field::{Field, Fields},
    site::{Site, SiteKind, Sites},
};

/// A kind of block. Its name for people is `portal.block.{name}`, what it is for `portal.block_about.{name}`; its own
/// options are `portal.kind.block_{name}.{option}`.
pub struct Kind {
    /// The word kept with each block of it.
    pub name: &'static str,
    /// The icon beside its name.
    pub icon: &'static str,
    /// Where on the page it may stand.
    pub stands: Stands,
    /// A page has at most one.
    pub once: bool,
    /// Which sites may have it.
    pub fits: fn(SiteKind) -> bool,
    /// What its editors choose, besides heading and width.
    pub fields: &'static [Field],
    /// Its piece of the page; nothing when there is nothing to show.
    pub show: for<'a> fn(&'a Ctx, &'a Setting<'a>) -> Task<'a, Option<String>>,
}

/// Where on the page blocks of a kind may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It makes its whole band itself, without a heading from outside.
    Alone,
    /// Across the page.
    Across,
    /// Across the page, on the tinted ground.
    Tinted,
    /// Beside others of its sort, unless its editors want it across the page.
    Beside,
}

/// All, in the order in which editors choose among them.
pub static ALL: &[&Kind] = &[
    &hero::HERO,
    &news::NEWS,
    &latest::LATEST,
    &documents::DOCUMENTS,
    &consultations::CONSULTATIONS,
    &events::EVENTS,
    &schedule::SCHEDULE,
    &lives::LIVES,
    &procedures::PROCEDURES,
    &shortcuts::SHORTCUTS,
    &questions::QUESTIONS,
    &polls::POLLS,
    &gallery::GALLERY,
    &videos::VIDEOS,
    &leaders::LEADERS,
    &intro::INTRO,
    &contact::CONTACT,
    &stats::STATS,
    &sections::SECTIONS,
    &links::LINKS,
    &banners::BANNERS,
    &text::TEXT,
    &departments::DEPARTMENTS,
    &communes::COMMUNES,
    &units::UNITS,
    &made_of::MADE_OF,
    &facts::FACTS,
    &namesakes::NAMESAKES,
];

/// Every site may have it.
const fn everywhere(_: SiteKind) -> bool {
    true
}

fn province(kind: SiteKind) -> bool {
    kind == SiteKind::Province
}

fn member(kind: SiteKind) -> bool {
    kind != SiteKind::Province
}

/// The heading in both languages; kinds that stand alone have their own.
const HEADINGS: [Field; 2] = [Field::line("heading").common(), Field::line("heading_en").common()];
/// Whether it stands across the page.
const WIDTH: Field = Field::choice("width", &["beside", "across"]).common();
/// How many things it shows.
pub(super) const COUNT: Field = Field::number("count").common();

impl Kind {
    /// The kind kept under this word.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|kind| kind.name == name)
    }

    /// The text key of its name.
    pub fn key(&self) -> String {
        format!("portal.block.{}", self.name)
    }

    /// The text key of what it is for.
    pub fn about_key(&self) -> String {
        format!("portal.block_about.{}", self.name)
    }

    /// The word under which its options have their texts.
    pub fn word(&self) -> String {
        format!("block_{}", self.name)
    }

    /// All its editors may choose.
    pub fn options(&self) -> Vec<Field> {
        let mut options = self.fields.to_vec();
        if self.stands != Stands::Alone {
            options.extend(HEADINGS);
        }
        if self.stands == Stands::Beside {
            options.push(WIDTH);
        }
        options
    }
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kind").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What a block is shown in.
pub struct Setting<'a> {
    /// The page it is a piece of.
    pub page: &'a Page,
    /// Whose page that is.
    pub site: &'a Site,
    /// The family.
    pub family: &'a Sites,
    /// The block.
    pub block: &'a Block,
    /// The photograph at the head of the page.
    pub photograph: Option<&'a Picture>,
}

impl Setting<'_> {
    /// What was chosen.
    pub fn fields(&self) -> &Fields {
        &self.block.fields
    }

    /// Its heading: its editors', or else the one that goes with its kind.
    pub fn heading(&self, key: &'static str) -> String {
        self.said("heading", "heading_en").unwrap_or_else(|| t(self.page.lang, key).to_owned())
    }

    /// What its editors said in the reader's language. An English page rather shows its own words than Vietnamese ones.
    pub fn said(&self, vi: &str, en: &str) -> Option<String> {
        let text = self.fields().text(if self.page.lang == Lang::En { en } else { vi });
        (!text.is_empty()).then(|| nfc(text))
    }

    /// As [`Setting::said`], Vietnamese where there is no English.
    pub fn written(&self, vi: &str, en: &str) -> String {
        self.said(vi, en).unwrap_or_else(|| self.fields().text(vi).to_owned())
    }

    /// Where the section of a kind of entries is.
    pub fn section(&self, kind: &str) -> String {
        let section = crate::entry::Kind::by_name(kind).map_or("", |kind| kind.section);
        self.page.site(&format!("/{section}"))
    }

    /// How many things to show: what was chosen within bounds, or else `usual`.
    pub fn count(&self, usual: u64, most: u64) -> u64 {
        self.fields().text("count").parse().map_or(usual, |n: u64| n.clamp(1, most))
    }
}
