//! What the components show: plain data a page struct fills in.

use askama::Template;

/// An option of a select, of radio buttons or of check boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// A line under it (radio buttons and check boxes). May be empty.
    pub hint: String,
}

impl Choice {
    /// An option without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// Adds the line under it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// One way to narrow a list: each option is a link, so that every choice can be bookmarked and works without
/// JavaScript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facet {
    /// The name of the query parameter; unique on the page.
    pub name: String,
    /// Its heading.
    pub label: String,
    /// What can be chosen.
    pub options: Vec<FacetOption>,
}

/// A value of a [`Facet`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetOption {
    /// What the reader sees.
    pub label: String,
    /// The list narrowed (or, if chosen already, widened again).
    pub href: String,
    /// How many rows it would leave.
    pub count: u64,
    /// Whether it is chosen.
    pub current: bool,
}

/// How far a [`Step`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    /// Finished.
    Done,
    /// Being worked on.
    Now,
    /// Still to come.
    #[default]
    Later,
}

impl StepState {
    /// The CSS class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Later => "later",
        }
    }

    /// The text key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Done => "ui.step.done",
            Self::Now => "ui.step.now",
            Self::Later => "ui.step.later",
        }
    }

    /// Whether it is the current one.
    pub const fn is_now(self) -> bool {
        matches!(self, Self::Now)
    }
}

/// A step of a process, shown one under the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What is done in it.
    pub label: String,
    /// Who has it, until when. May be empty.
    pub note: String,
    /// How far it is.
    pub state: StepState,
}

/// Something that happened, newest first in a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelineEvent {
    /// When, for a person.
    pub when: String,
    /// When, ISO 8601.
    pub datetime: String,
    /// What.
    pub what: String,
    /// By whom. May be empty.
    pub who: String,
}

/// A number and what it counts; with an address it leads to the records behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    /// The number as the reader's language writes it.
    pub value: String,
    /// What it counts.
    pub label: String,
    /// The records behind it. May be empty.
    pub href: String,
}

/// A node of a tree of links; branches open and close without JavaScript. Writes itself and its children.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "components/tree_node.html")]
pub struct TreeNode {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// A few words behind it. May be empty.
    pub note: String,
    /// Whether the branch is open at first.
    pub open: bool,
    /// What hangs under it.
    pub children: Vec<TreeNode>,
}

impl askama::filters::HtmlSafe for TreeNode {}

/// A link with its words, for buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads, complete with language prefix.
    pub href: String,
}

/// A whole number a template may hand over by value or by reference.
pub trait Quantity {
    /// The number; one too large for `i64` becomes `i64::MAX`.
    fn quantity(&self) -> i64;
}

macro_rules! quantity {
    ($($number:ty),*) => { $(impl Quantity for $number {
        fn quantity(&self) -> i64 {
            i64::try_from(*self).unwrap_or(i64::MAX)
        }
    })* };
}

quantity!(i32, i64, u8, u16, u32, u64, usize);

impl<Q: Quantity + ?Sized> Quantity for &Q {
    fn quantity(&self) -> i64 {
        (**self).quantity()
    }
}

/// A picture in the widths it comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Where the whole picture is: for programs that know nothing else.
    pub src: String,
    /// Its width, so that the page keeps its place free.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// What it shows, for those who do not see it; empty where it only adorns.
    pub alt: String,
    /// The same, narrower, as WebP: address and width.
    pub sources: Vec<(String, u32)>,
}

impl Picture {
    /// The narrower ones as `srcset` wants them.
    pub fn srcset(&self) -> String {
        let sources = self.sources.iter().map(|(src, width)| format!("{src} {width}w"));
        sources.collect::<Vec<_>>().join(", ")
    }
}
