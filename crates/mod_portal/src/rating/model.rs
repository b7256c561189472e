//! What readers may say of a page, and which page. Pure: no database, no clock.

use kernel::Subject;
use sea_orm::prelude::Uuid;

/// How much a page helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grade {
    /// It helped.
    Useful,
    /// It helped in part.
    Partly,
    /// It did not help.
    Useless,
}

impl Grade {
    /// All, the best first.
    pub const ALL: [Self; 3] = [Self::Useful, Self::Partly, Self::Useless];

    /// The word kept, and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Useful => "useful",
            Self::Partly => "partly",
            Self::Useless => "useless",
        }
    }

    /// The text key of what the reader chooses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Useful => "portal.rating.grade.useful",
            Self::Partly => "portal.rating.grade.partly",
            Self::Useless => "portal.rating.grade.useless",
        }
    }

    /// The grade of a word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.code() == code)
    }
}

/// What was missing from a page that helped little. Chosen from a list: whoever writes freely writes who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Hard to understand.
    Unclear,
    /// Something needed is not there.
    Incomplete,
    /// It holds no longer.
    Outdated,
    /// It is not what was looked for.
    Other,
    /// It is hard to read or to use on the reader's device.
    Unreadable,
}

impl Reason {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Unclear, Self::Incomplete, Self::Outdated, Self::Other, Self::Unreadable];

    /// The word kept.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unclear => "unclear",
            Self::Incomplete => "incomplete",
            Self::Outdated => "outdated",
            Self::Other => "other",
            Self::Unreadable => "unreadable",
        }
    }

    /// The text key of what the reader chooses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unclear => "portal.rating.reason.unclear",
            Self::Incomplete => "portal.rating.reason.incomplete",
            Self::Outdated => "portal.rating.reason.outdated",
            Self::Other => "portal.rating.reason.other",
            Self::Unreadable => "portal.rating.reason.unreadable",
        }
    }

    /// The reason of a word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// A rating: a grade and, of a page that helped little, what was missing. Marks a page, not a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// How much the page helped.
    pub grade: Grade,
    /// What was missing, each once.
    pub reasons: Vec<Reason>,
}

impl Rating {
    /// What a reader chose. Whoever was helped is not asked what was missing: what a form says of it all the same, because
    /// its reader changed their mind, does not count.
    pub fn new(grade: Grade, chosen: &[Reason]) -> Self {
        let chosen = Reason::ALL.into_iter().filter(|reason| chosen.contains(reason));
        let reasons = if grade == Grade::Useful { Vec::new() } else { chosen.collect() };
        Self { grade, reasons }
    }
}

/// What is rated: a page of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// The site.
    pub site: Uuid,
    /// Its agency.
    pub agency: Uuid,
    /// The first word of its address within the site.
    pub section: &'static str,
    /// The entry; none where the section has one page only.
    pub entry: Option<Uuid>,
}

impl Rated {
    /// As it is kept.
    pub(super) fn subject(&self) -> String {
        self.entry.map(|id| id.to_string()).unwrap_or_default()
    }
}

/// The journal names the page, and never what was said of it: it has an order, and sums have none.
impl Subject for Rated {
    const KIND: &'static str = "rating";
    fn subject_id(&self) -> Uuid {
        self.entry.unwrap_or(self.site)
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

/// Sums of grades.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many were helped.
    pub useful: i64,
    /// How many in part.
    pub partly: i64,
    /// How many not at all.
    pub useless: i64,
}

impl Sum {
    /// With so many more of a grade.
    #[must_use]
    pub fn with(mut self, grade: Grade, n: i64) -> Self {
        match grade {
            Grade::Useful => self.useful += n,
            Grade::Partly => self.partly += n,
            Grade::Useless => self.useless += n,
        }
        self
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            useful: self.useful + other.useful,
            partly: self.partly + other.partly,
            useless: self.useless + other.useless,
        }
    }

    /// How many ratings.
    pub const fn all(self) -> i64 {
        self.useful + self.partly + self.useless
    }

    /// How many in a hundred were helped, those helped in part counting half; nothing where nobody said anything.
    pub const fn percent(self) -> Option<i64> {
        match self.all() {
            0 => None,
            all => Some((200 * self.useful + 100 * self.partly + all) / (2 * all)),
        }
    }
}
