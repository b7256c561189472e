use base::{Id, LocalDate, text};
use kernel::{Event, Subject};
use serde::Serialize;
use ui::{FormState, Message};
use uuid::Uuid;

use crate::Person;

/// Longest title or unit, in characters.
const LONGEST: usize = 120;

/// A person's place at an agency.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its identifier.
    pub id: Id<Post>,
    /// Who holds it.
    pub person: Id<Person>,
    /// Where.
    pub agency: Uuid,
    /// The agency's whole name.
    pub agency_name: String,
    /// The agency's path.
    pub path: String,
    /// Its title, for example head of office.
    pub title: String,
    /// The unit within the agency; may be empty.
    pub unit: String,
    /// Whether it is the person's main post.
    pub main: bool,
    /// First day.
    pub valid_from: LocalDate,
    /// Last day, if known.
    pub valid_to: Option<LocalDate>,
}

/// Posts stand in the history of the person who holds them.
impl Subject for Post {
    const KIND: &'static str = "person";
    fn subject_id(&self) -> Uuid {
        self.person.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

/// A person took up a post.
#[derive(Serialize)]
pub(crate) struct PostFilled {
    pub post: Id<Post>,
}
impl Event for PostFilled {
    const NAME: &'static str = "identity.post.filled";
}

/// A person left a post.
#[derive(Serialize)]
pub(crate) struct PostEnded {
    pub post: Id<Post>,
    pub last_day: String,
}
impl Event for PostEnded {
    const NAME: &'static str = "identity.post.ended";
}

/// The unit written to a post was corrected.
#[derive(Serialize)]
pub(crate) struct PostReworded {
    pub post: Id<Post>,
}
impl Event for PostReworded {
    const NAME: &'static str = "identity.post.reworded";
}

/// A post to be filled.
#[derive(Clone, Debug)]
pub(crate) struct NewPost {
    pub agency: Uuid,
    pub title: String,
    pub unit: String,
    pub main: bool,
    pub valid_from: LocalDate,
    pub valid_to: Option<LocalDate>,
}

impl NewPost {
    /// Reads the fields `agency`, `title`, `unit`, `main`, `from` and `until`; what is wrong is said at each.
    pub(crate) fn read(form: &mut FormState, today: LocalDate) -> Option<Self> {
        let agency = form.required("agency", "identity.grant.agency_missing").parse().ok();
        let title = form.required("title", "identity.post.title_missing");
        let unit = form.text("unit");
        for (field, value) in [("title", &title), ("unit", &unit)] {
            if value.chars().count() > LONGEST || value.chars().any(char::is_control) {
                form.reject(field, Message::new("identity.post.words_rule").with("n", LONGEST));
            }
        }
        let mut day = |field: &str| {
            let typed = form.text(field);
            let day = LocalDate::parse(&typed).ok();
            if day.is_none() && !typed.is_empty() {
                form.reject(field, "identity.grant.until_rule");
            }
            day
        };
        let valid_from = day("from").unwrap_or(today);
        let valid_to = day("until");
        if valid_to.is_some_and(|to| to < valid_from) {
            form.reject("until", "identity.post.ends_before");
        }
        let main = form.has("is_main", "1");
        let agency = agency.filter(|_| form.is_ok())?;
        Some(Self { agency, title: text::nfc(&title), unit, main, valid_from, valid_to })
    }
}
