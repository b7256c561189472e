use base::{Id, LocalDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Agency;

/// How far a plan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Being written; nothing follows from it.
    Draft,
    /// Decided; takes effect on its day, and may be taken back until then.
    Decided,
    /// Its day has come.
    InForce,
    /// Taken back before its day.
    Undone,
}

impl Status {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Decided => "decided",
            Self::InForce => "in_force",
            Self::Undone => "undone",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Draft, Self::Decided, Self::InForce, Self::Undone].into_iter().find(|s| s.as_str() == text)
    }

    /// Text key of its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "org.reorganisation.status.draft",
            Self::Decided => "org.reorganisation.status.decided",
            Self::InForce => "org.reorganisation.status.in_force",
            Self::Undone => "org.reorganisation.status.undone",
        }
    }
}

/// A reorganisation: planned, decided, in force or taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its identifier.
    pub id: Id<Self>,
    /// What people call it.
    pub title: String,
    /// The first day of the new order.
    pub on: LocalDate,
    /// The decision it rests on.
    pub basis: String,
    /// That decision's number.
    pub document_no: String,
    /// That decision's day.
    pub document_date: Option<LocalDate>,
    /// How far it has come.
    pub status: Status,
    /// What changes.
    pub content: Content,
    /// What the decision changed, for taking it back.
    pub before: Before,
    /// The agency over which whoever decides has to hold the right.
    pub agency: Id<Agency>,
    /// Counts changes.
    pub version: i64,
}

impl kernel::Subject for Plan {
    const KIND: &'static str = "reorganisation";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency.uuid())
    }
}

/// What changes on the day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Agencies to be made.
    #[serde(default)]
    pub new: Vec<NewAgency>,
    /// Agencies that end, and where each goes.
    #[serde(default)]
    pub lines: Vec<Line>,
}

/// An agency to be made. Its identifier is drawn when it is planned, so that lines can name it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NewAgency {
    /// Its identifier.
    pub id: Uuid,
    /// The agency it is made after: kind, place and contact are that one's unless said otherwise here.
    pub after: Uuid,
    /// The short name.
    pub name: String,
    /// The name as law writes it.
    pub full_name: String,
    /// The statistics office's code; none for bodies that are no territory.
    #[serde(default)]
    pub unit_code: Option<String>,
    /// What it belongs to; what its model belonged to, or stands above that and remains, when left out.
    #[serde(default)]
    pub parent: Option<Uuid>,
    /// It only carries on under the new order: everything but its place is its model's.
    #[serde(default)]
    pub same: bool,
}

/// An agency that ends, and where it goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The agency that ends.
    pub from: Uuid,
    /// What takes over from it. One takes all unless `part` says otherwise, several take a part each; none: it is
    /// dissolved.
    #[serde(default)]
    pub to: Vec<Uuid>,
    /// Its single successor takes a part of it only; nobody takes the rest.
    #[serde(default)]
    pub part: bool,
    /// It only carries on: same territory, same name.
    #[serde(default)]
    pub unchanged: bool,
    /// Who gets what cannot be divided.
    #[serde(default)]
    pub heir: Heir,
}

impl Line {
    /// Whether a single successor takes all of it.
    pub fn is_whole(&self) -> bool {
        self.to.len() == 1 && !self.part
    }

    /// Who gets what cannot be divided, where that is said or goes without saying.
    pub fn heir(&self) -> Option<Uuid> {
        match self.heir {
            Heir::To(id) => Some(id),
            Heir::Nobody => None,
            Heir::Unsaid => self.to.first().copied().filter(|_| self.is_whole()),
        }
    }

    /// Whether people have to say who gets what cannot be divided.
    pub fn is_open(&self) -> bool {
        self.heir == Heir::Unsaid && !self.is_whole()
    }
}

/// Who gets what cannot be divided: accounts, posts, roles, open work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heir {
    /// Nobody has said: the one successor that takes all, else it has to be said.
    #[default]
    Unsaid,
    /// This agency.
    To(Uuid),
    /// Nobody: accounts lose their roles there on the day.
    Nobody,
}

/// What a decision changed, for taking it back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// Agencies that got their last day, with the one they had before.
    #[serde(default)]
    pub ended: Vec<(Uuid, Option<String>)>,
    /// Agencies that were made, parents before children.
    #[serde(default)]
    pub made: Vec<Uuid>,
    /// The lines as they were carried out, those that followed from others included.
    #[serde(default)]
    pub lines: Vec<Line>,
}
