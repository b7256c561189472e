//! What an entry is and what may be done with it. Pure: no database, no clock.

use base::{Id, LocalDate, Timestamp};
use kernel::{Error, Result};
use sea_orm::prelude::Uuid;
use ui::{Lang, Message};

use super::content::Content;
use crate::site::Site;

/// Longest title, in characters: what search engines and phones show without cutting.
pub const TITLE_MAX: usize = 200;
/// Longest summary, in characters.
pub const SUMMARY_MAX: usize = 600;
/// Longest text, in characters: some twenty printed pages.
pub const BODY_MAX: usize = 50_000;
/// Longest reason for returning or withdrawing, in characters.
pub const REASON_MAX: usize = 1_000;
/// Publication is planned at most this many days ahead.
pub const PLAN_DAYS: i64 = 366;
/// It is taken off by itself at most this many days ahead: ten years.
pub const SHOWN_DAYS: i64 = 3_653;

/// The drawings an entry may carry, by the name of their file in `pictures/`, with the text key of their name.
pub const PICTURES: &[(&str, &str)] = &[
    ("tea-hills", "portal.entry.picture.tea_hills"),
    ("tea-leaves", "portal.entry.picture.tea_leaves"),
    ("river", "portal.entry.picture.river"),
    ("lake", "portal.entry.picture.lake"),
    ("forest", "portal.entry.picture.forest"),
    ("stilt-house", "portal.entry.picture.stilt_house"),
    ("town", "portal.entry.picture.town"),
    ("service-desk", "portal.entry.picture.service_desk"),
];

/// How far an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Being written.
    Draft,
    /// Handed over; waits for somebody else's decision and is not edited meanwhile.
    InReview,
    /// Came back with a reason.
    Returned,
    /// Approved; appears by itself at the planned time.
    Scheduled,
    /// Approved and public, and nobody is working on another version.
    Published,
    /// Taken off the site with a reason.
    Withdrawn,
}

impl Status {
    /// All, nearest work first.
    pub const ALL: [Self; 6] =
        [Self::InReview, Self::Returned, Self::Draft, Self::Scheduled, Self::Published, Self::Withdrawn];

    /// The word stored, and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Scheduled => "scheduled",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The text key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "portal.entry.status.draft",
            Self::InReview => "portal.entry.status.in_review",
            Self::Returned => "portal.entry.status.returned",
            Self::Scheduled => "portal.entry.status.scheduled",
            Self::Published => "portal.entry.status.published",
            Self::Withdrawn => "portal.entry.status.withdrawn",
        }
    }

    /// The colour of its tag; its name always stands beside it.
    pub const fn color(self) -> &'static str {
        match self {
            Self::Draft => "neutral",
            Self::InReview => "warning",
            Self::Returned | Self::Withdrawn => "danger",
            Self::Scheduled => "info",
            Self::Published => "success",
        }
    }

    /// The status stored under this word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// From when until when readers see an entry: at once and for good where it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// When it appears.
    pub from: Option<Timestamp>,
    /// When it is taken off by itself.
    pub until: Option<Timestamp>,
}

/// An entry of a site, with the revision being worked on.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its identifier.
    pub id: Id<Entry>,
    /// The site it stands on.
    pub site: Id<Site>,
    /// The agency of that site.
    pub agency: Uuid,
    /// That agency's path: rights are held over it.
    pub agency_path: String,
    /// The last day of that agency, if it has one.
    pub agency_until: Option<LocalDate>,
    /// The end of its address.
    pub short: String,
    /// How far it is.
    pub status: Status,
    /// Number of the revision being worked on, from 1.
    pub revision: i64,
    /// Number of the revision the public sees, if any.
    pub published_revision: Option<i64>,
    /// When it was first published.
    pub published_at: Option<Timestamp>,
    /// When the public last got to see another revision.
    pub revised_at: Option<Timestamp>,
    /// When it is to appear, while scheduled.
    pub publish_at: Option<Timestamp>,
    /// When it is taken off by itself, if it is to be.
    pub withdraw_at: Option<Timestamp>,
    /// When it was taken off the site, if it is off.
    pub withdrawn_at: Option<Timestamp>,
    /// The account that began it; none for imported ones.
    pub writer: Option<Uuid>,
    /// The account that approved it last.
    pub reviewer: Option<Uuid>,
    /// Accounts that wrote or edited what the public has not seen yet, the writer among them.
    pub hands: Vec<Uuid>,
    /// Last change.
    pub updated_at: Timestamp,
    /// Counts changes; a form that knows another number is stale.
    pub version: i64,
    /// What it is a translation of.
    pub original: Option<Id<Entry>>,
    /// What it says.
    pub content: Content,
}

/// An entry in the journal, where no more is known of it.
pub struct Subject {
    /// Its identifier.
    pub id: Uuid,
    /// The agency whose site it stands on.
    pub agency: Uuid,
}

impl kernel::Subject for Subject {
    const KIND: &'static str = <Entry as kernel::Subject>::KIND;
    fn subject_id(&self) -> Uuid {
        self.id
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

impl kernel::Subject for Entry {
    const KIND: &'static str = "entry";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.agency)
    }
}

impl Entry {
    /// The path over which somebody must hold a right to decide about it on this day. What an agency that has ended left
    /// behind is kept as it was: only those above it still put something right there.
    pub fn deciding_path(&self, on: LocalDate) -> &str {
        match self.agency_until {
            Some(last) if last < on => svc_org::agency::deciding_path(&self.agency_path),
            _ => &self.agency_path,
        }
    }

    /// Whether the text may be changed as it stands.
    pub fn is_editable(&self) -> bool {
        !matches!(self.status, Status::InReview | Status::Scheduled)
    }

    /// Whether it may be handed over for review as it stands.
    pub fn is_submittable(&self) -> bool {
        matches!(self.status, Status::Draft | Status::Returned | Status::Withdrawn)
    }

    /// Whether the public can read it.
    pub fn is_public(&self) -> bool {
        self.published_revision.is_some()
    }

    /// Whether this account had a hand in what is to be decided on.
    pub fn is_own(&self, account: Option<Uuid>) -> bool {
        account.is_some_and(|account| self.writer == Some(account) || self.hands.contains(&account))
    }

    /// Whether any of these accounts wrote any of it.
    pub fn is_of_any(&self, accounts: &[Uuid]) -> bool {
        accounts.iter().any(|account| self.is_own(Some(*account)))
    }

    /// Makes another revision; false when nothing is different. A public entry stays public as it was.
    ///
    /// # Errors
    /// [`Error::Conflict`] while it waits for a decision or for its time: it has to be taken back first.
    pub fn edit(&mut self, mut content: Content, by: Option<Uuid>, now: Timestamp) -> Result<bool> {
        if !self.is_editable() {
            return Err(refused("portal.entry.refused.locked"));
        }
        // A translation stays the one into its language.
        if self.original.is_some() {
            content.lang = self.content.lang;
        }
        if content == self.content {
            return Ok(false);
        }
        self.revision += 1;
        self.content = content;
        self.hands.extend(by.filter(|by| !self.hands.contains(by)));
        // A returned entry stays so until it is handed over again: the reason is still to be seen.
        if self.status != Status::Returned {
            self.status = Status::Draft;
        }
        self.updated_at = now;
        Ok(true)
    }

    /// Hands it over for review.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is not with its writer; [`Error::Invalid`] when something readers must be told is
    /// missing, said in `lang`.
    pub fn submit(&mut self, lang: Lang, now: Timestamp) -> Result<()> {
        if !self.is_submittable() {
            return Err(refused("portal.entry.refused.not_with_writer"));
        }
        let missing = self.content.missing(lang, &self.short);
        if !missing.is_empty() {
            let mut form = self.content.to_form();
            for (field, message) in missing {
                form.reject(&field, message);
            }
            return Err(Error::Invalid(Box::new(form)));
        }
        self.status = Status::InReview;
        self.updated_at = now;
        Ok(())
    }

    /// Takes it back, to go on writing.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it neither waits for a decision nor for its time.
    pub fn take_back(&mut self, now: Timestamp) -> Result<()> {
        if self.is_editable() {
            return Err(refused("portal.entry.refused.nothing_to_take_back"));
        }
        self.status = Status::Draft;
        self.publish_at = None;
        self.updated_at = now;
        Ok(())
    }

    /// Sends it back to its writer.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it does not wait for a decision.
    pub fn send_back(&mut self, by: Option<Uuid>, now: Timestamp) -> Result<()> {
        if self.status != Status::InReview {
            return Err(refused("portal.entry.refused.not_in_review"));
        }
        self.status = Status::Returned;
        self.reviewer = by;
        self.updated_at = now;
        Ok(())
    }

    /// Approves it: public at once, or at the planned time.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it does not wait for a decision, or when the one who decides has written any of it:
    /// nobody approves their own entry.
    pub fn approve(&mut self, by: &[Uuid], span: Span, now: Timestamp) -> Result<()> {
        if self.status != Status::InReview {
            return Err(refused("portal.entry.refused.not_in_review"));
        }
        if self.is_of_any(by) {
            return Err(refused("portal.entry.refused.own"));
        }
        self.reviewer = by.first().copied();
        self.withdraw_at = span.until;
        self.updated_at = now;
        match span.from.filter(|&at| at > now) {
            Some(at) => {
                self.status = Status::Scheduled;
                self.publish_at = Some(at);
            }
            None => self.appear(now),
        }
        Ok(())
    }

    /// Publishes it if its time has come; false when it is not (or no longer) waiting for that.
    pub fn release(&mut self, now: Timestamp) -> bool {
        let due = self.status == Status::Scheduled && self.publish_at.is_some_and(|at| at <= now);
        if due {
            self.appear(now);
            self.updated_at = now;
        }
        due
    }

    /// Takes it off if its time is over; false when it is not.
    pub fn expire(&mut self, now: Timestamp) -> bool {
        let over = self.is_public() && self.withdraw_at.is_some_and(|at| at <= now);
        over && self.withdraw(now).is_ok()
    }

    fn appear(&mut self, now: Timestamp) {
        self.status = Status::Published;
        self.publish_at = None;
        self.withdrawn_at = None;
        self.published_revision = Some(self.revision);
        // Old entries keep their original date; what came later is said beside it.
        match self.published_at {
            None => self.published_at = Some(now),
            Some(_) => self.revised_at = Some(now),
        }
    }

    /// Takes it off the site. Its text stays on record.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is not public.
    pub fn withdraw(&mut self, now: Timestamp) -> Result<()> {
        if !self.is_public() {
            return Err(refused("portal.entry.refused.not_public"));
        }
        self.status = Status::Withdrawn;
        self.published_revision = None;
        self.publish_at = None;
        self.withdraw_at = None;
        self.withdrawn_at = Some(now);
        self.updated_at = now;
        Ok(())
    }
}

fn refused(key: &'static str) -> Error {
    Error::Conflict(Message::new(key))
}
